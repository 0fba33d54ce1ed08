// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Rule } from '@heed/api'
import { bodyOf, draftOf, emptyAction, emptyCondition, linesOf, moved, placeOf } from './rule'

const rule: Rule = {
  id: 4,
  name: 'Angry public post',
  enabled: true,
  trigger: 'triaged',
  conditions: [{ field: 'sentiment', comparison: 'is', values: ['negative'] }],
  actions: [{ ...emptyAction('set_priority'), priority: 80 }],
  max_per_hour: 30,
  once_per_conversation: true,
  changed_at: '2026-11-21T09:00:00Z',
  trouble: '',
  acted: 3,
  acted_at: null,
}

describe('a rule in its form', () => {
  it('goes back as it came', () => {
    const body = bodyOf(draftOf(rule))
    expect(rule).toMatchObject(body)
    expect(Object.keys(body)).toHaveLength(Object.keys(rule).length - 5)
  })
  it('is a copy: what is typed does not change what was loaded', () => {
    const draft = draftOf(rule)
    draft.conditions[0]?.values.push('neutral')
    expect(rule.conditions[0]?.values).toEqual(['negative'])
  })
  it('that is new is off', () => {
    expect(draftOf().enabled).toBe(false)
  })
  it('begins a condition as its field asks', () => {
    const type = {
      field: 'hour',
      type: 'number',
      comparisons: ['at_least'],
      choices: [],
      least: 0,
      most: 23,
      about: '',
    } as const
    expect(emptyCondition({ ...type, comparisons: ['at_least'], choices: [] })).toEqual({
      field: 'hour',
      comparison: 'at_least',
      values: ['0'],
    })
    expect(emptyCondition({ ...type, field: 'spam', type: 'flag', comparisons: ['is'], choices: [] }).values).toEqual([
      'true',
    ])
    expect(emptyCondition({ ...type, field: 'inbox', type: 'inbox', comparisons: ['is'], choices: [] }).values).toEqual([])
  })
  it('takes what is typed one a line', () => {
    expect(linesOf(' refund \n\nmoney back\n')).toEqual(['refund', 'money back'])
  })
  it('moves by one place and no further than the ends', () => {
    expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2])
    expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3])
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3])
    expect(moved([1, 2, 3], 2, 1)).toEqual([1, 2, 3])
  })
  it('finds the row that a fault is about', () => {
    expect(placeOf('conditions[2].values[0]', 'conditions')).toBe(2)
    expect(placeOf('actions[0].label', 'conditions')).toBeNull()
    expect(placeOf('actions', 'actions')).toBeNull()
    expect(placeOf(null, 'actions')).toBeNull()
  })
})
