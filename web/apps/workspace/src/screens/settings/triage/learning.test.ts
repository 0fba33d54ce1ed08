import { beforeEach, describe, expect, it } from 'vitest'
import type { TriageLayer, TriageLearning } from '@heed/api'
import { alsoSpeak, speak } from '../../../words'
import { before, measureText, servingOf, taught } from './learning'

const layer = (id: number, state: TriageLayer['state'], may_serve = true): TriageLayer => ({
  id,
  state,
  may_serve,
  model: '0a1b2c3d',
  cause: 'asked',
  by: 1,
  learnt_at: `2026-03-0${String(id)}T03:00:00Z`,
  took_ms: 2000,
  messages: 120,
  measures: [],
})
const learning = (...layers: TriageLayer[]): TriageLearning => ({
  layers,
  training: null,
  taught: [
    { field: 'intents', messages: 12, held_back: 2 },
    { field: 'urgency', messages: 30, held_back: 7 },
  ],
  enough: false,
  held_back_needed: 20,
  messages_needed: 100,
  since_last: 0,
})
const measure: TriageLayer['measures'][number] = {
  field: 'urgency',
  learnt: 120,
  held_back: 30,
  before: 0.612,
  serving: null,
  after: 0.744,
  put_right: 6,
  broken: 1,
  better: true,
  kept: false,
}

beforeEach(async () => {
  await alsoSpeak('triage')
  await speak('en')
})

describe('what triage learnt', () => {
  it('goes back to the one before, or to none', () => {
    const all = learning(layer(4, 'serving'), layer(3, 'not_better', false), layer(2, 'superseded'), layer(1, 'superseded'))
    expect(servingOf(all)?.id).toBe(4)
    expect(before(all)?.id).toBe(2)
    expect(before(learning(layer(2, 'serving'), layer(1, 'superseded', false)))).toBeUndefined()
    expect(before(learning(layer(2, 'serving'), layer(1, 'rolled_back')))).toBeUndefined()
    expect(before(learning(layer(2, 'superseded'), layer(1, 'serving')))).toBeUndefined()
    expect(before(learning(layer(1, 'rolled_back')))).toBeUndefined()
  })

  it('counts the field that was said most of', () => {
    expect(taught(learning())).toBe(30)
  })

  it('says how much better it is, and what it broke', () => {
    expect(measureText(measure, 20)).toMatch(/from 61 to 74 points.*30 messages.*6 answers.*1 broken/)
    expect(measureText({ ...measure, better: false }, 20)).toMatch(/not better \(61 → 74\)/)
    expect(measureText({ ...measure, better: false, kept: true }, 20)).toMatch(/as learnt before/)
    expect(measureText({ ...measure, better: false, held_back: 7 }, 20)).toMatch(/7 of the 20/)
  })
})
