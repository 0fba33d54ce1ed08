// @vitest-environment node
import { expect, it } from 'vitest'
import { readCard } from './model_card'

it('reads what a card has, task by task', () => {
  const card = {
    what: 'Linear heads',
    limits: 'Sort, do not decide.',
    trained_on: [
      { task: 'spam', source: 'SMS', licence: 'CC BY 4.0', answers: true, training_posts: 3708 },
      { task: 'lends', source: 'Other', licence: 'MIT', answers: false, training_posts: 9 },
    ],
    measures: [{ task: 'spam', measure: 'macro_f1', validation: 0.988, calibration_error: 0.004 }],
  }
  expect(readCard(JSON.stringify(card))).toEqual({
    what: 'Linear heads',
    limits: 'Sort, do not decide.',
    tasks: [
      {
        name: 'spam',
        source: 'SMS',
        licence: 'CC BY 4.0',
        posts: 3708,
        measure: 'macro_f1',
        reached: 0.988,
        calibration: 0.004,
      },
    ],
  })
})

it('makes nothing of what is no card', () => {
  for (const card of ['', 'null', '[1]', '"x"', '{']) expect(readCard(card)).toBeNull()
  expect(readCard('{"trained_on": [1, null, {"task": 3}], "measures": {}}')).toEqual({
    what: '',
    limits: '',
    tasks: [{ name: '', source: '', licence: '', posts: null, measure: '', reached: null, calibration: null }],
  })
})
