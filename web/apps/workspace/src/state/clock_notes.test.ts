import { describe, expect, it } from 'vitest'
import type { Clock } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { conversation } from '../../../../packages/live/test_kit'
import { clockNotes, keepClockNotes, noteClock, notesOfClock } from './clock_notes'

const clock: Clock = {
  kind: 'first_response',
  started_at: '2026-11-21T09:00:00Z',
  due_at: '2026-11-21T10:00:00Z',
  breached_at: '2026-11-21T10:00:00Z',
  warn_at: '2026-11-21T09:45:00Z',
  warned_at: '2026-11-21T09:45:00Z',
  paused_at: null,
  target_s: 3600,
  policy_id: null,
  escalated: 0,
}
const talk = (id: number, now: Clock | null = clock) => ({ ...conversation(id), clock: now })
const kinds = (id: number, now: Clock | null = clock) => clockNotes(talk(id, now)).map(({ kind }) => kind)

describe('what is told of a clock', () => {
  it('stands in the clock itself, in order', () => {
    expect(notesOfClock(clock).map(({ kind }) => kind)).toEqual(['warned', 'breached'])
    expect(notesOfClock({ ...clock, warned_at: null, breached_at: null })).toEqual([])
    expect(notesOfClock(null)).toEqual([])
  })
  it('comes with the feed, each moment once', () => {
    const told: FeedEvent = { type: 'clock.warned', seq: 4, at: '2026-11-21T09:45:00Z', conversation: talk(1), kind: null }
    noteClock(told)
    noteClock(told)
    noteClock({ type: 'clock.escalated', seq: 5, at: '2026-11-21T10:30:00Z', conversation: talk(1), step: 1, kind: null })
    expect(kinds(1)).toEqual(['warned', 'breached', 'escalated'])
  })
  it('tells a solution from an answer', () => {
    const told = { at: '2026-11-21T13:00:00Z', conversation: talk(5, null), kind: 'resolution' as const }
    noteClock({ ...told, type: 'clock.warned', seq: 7 })
    noteClock({ ...told, type: 'clock.breached', seq: 8 })
    expect(kinds(5, null)).toEqual(['solution_warned', 'solution_late'])
  })
  it('says from when to when it moved, and why', () => {
    const moved: FeedEvent = {
      type: 'clock.moved',
      seq: 6,
      at: '2026-11-21T09:10:00Z',
      conversation: talk(2, { ...clock, warned_at: null, breached_at: null }),
      previous_due_at: '2026-11-21T09:30:00Z',
      why: 'The priority rose.',
    }
    noteClock(moved)
    expect(clockNotes(moved.conversation)).toMatchObject([
      { kind: 'moved', before: '2026-11-21T09:30:00Z', due: '2026-11-21T10:00:00Z', why: 'The priority rose.' },
    ])
  })
  it('stays with who saw it when the clock stops', () => {
    keepClockNotes(talk(3))
    expect(kinds(3, null)).toEqual(['warned', 'breached'])
    expect(kinds(4, null)).toEqual([])
  })
})
