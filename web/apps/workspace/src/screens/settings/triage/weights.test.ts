// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { PriorityReason, PriorityWeights } from '@heed/api'
import { copyOf, rescored, same } from './weights'

const was: PriorityWeights = {
  urgent: 12,
  urgent_now: 16,
  intents: { refund: 12, safety: 60 },
  negative: 10,
  clock: 20,
  late: 12,
  unanswered: 8,
  reach: 12,
  strikes: 8,
  value: 10,
  live: 4,
  spam_at_most: 5,
}
const reason = (code: string, points: number, subject = '') =>
  ({ code, points, subject, number: 0, seconds: 0 }) as PriorityReason
const of = (priority: number, ...priority_reasons: PriorityReason[]) => ({ priority, priority_reasons })
const weighed = (change: Partial<PriorityWeights>) => ({ ...copyOf(was), ...change })

describe('with other weights', () => {
  it('nothing changes where none did', () => {
    expect(rescored(of(43, reason('intent', 9, 'refund'), reason('urgent', 12), reason('late', 22)), was, was)).toBe(43)
    expect(rescored(of(50, reason('reach', 8)), was, was)).toBe(50)
  })
  it('a reason follows its weight, what is no reason stays', () => {
    const one = of(30, reason('intent', 9, 'refund'), reason('negative', 5))
    expect(rescored(one, was, weighed({ intents: { refund: 24, safety: 60 } }))).toBe(39)
    expect(rescored(one, was, weighed({ negative: 0 }))).toBe(25)
    expect(rescored(one, was, weighed({ strikes: 50 }))).toBe(30)
  })
  it('lateness stands on top of the clock', () => {
    expect(rescored(of(26, reason('late', 26)), was, weighed({ late: 24 }))).toBe(32)
    expect(rescored(of(26, reason('late', 26)), was, weighed({ clock: 30 }))).toBe(36)
  })
  it('never leaves 0 to 100, and spam stays low', () => {
    expect(rescored(of(60, reason('intent', 60, 'safety')), was, weighed({ intents: { refund: 0, safety: 100 } }))).toBe(100)
    expect(rescored(of(5, reason('spam', 0)), was, weighed({ spam_at_most: 2 }))).toBe(2)
    expect(rescored({ priority: null, priority_reasons: [] }, was, was)).toBe(0)
  })
})

it('knows when two are the same', () => {
  expect(same(was, copyOf(was))).toBe(true)
  expect(same(was, weighed({ late: 13 }))).toBe(false)
  expect(same(was, weighed({ intents: { refund: 12, safety: 59 } }))).toBe(false)
  expect(same(was, weighed({ intents: { refund: 12 } }))).toBe(false)
})
