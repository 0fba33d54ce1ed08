// What happened to the clock of a conversation: warned, late, taken further, moved. The running clock says when it was warned of
// and when time was up; the rest comes with the feed, and is kept as long as the page is open.
import { shallowReactive } from 'vue'
import type { Clock, Conversation } from '@heed/api'
import type { FeedEvent } from '@heed/live'

export type ClockNote = { key: string; at: string } & (
  | { kind: 'warned' | 'breached' | 'solution_warned' | 'solution_late' }
  | { kind: 'escalated'; step: number }
  | { kind: 'moved'; before: string; due: string; why: string }
)

const kMost = 30
const kept = shallowReactive(new Map<number, readonly ClockNote[]>())

export function notesOfClock(clock: Clock | null): ClockNote[] {
  if (!clock) return []
  const { started_at, warned_at, breached_at } = clock
  return [
    ...(warned_at === null ? [] : [{ kind: 'warned' as const, key: `w${started_at}`, at: warned_at }]),
    ...(breached_at === null ? [] : [{ kind: 'breached' as const, key: `b${started_at}`, at: breached_at }]),
  ]
}

export function noteOfEvent(event: FeedEvent): ClockNote[] {
  const key = `e${String(event.seq)}`
  switch (event.type) {
    case 'clock.warned':
    case 'clock.breached':
      if (event.kind === null) return notesOfClock(event.conversation.clock)
      return [{ kind: event.type === 'clock.warned' ? 'solution_warned' : 'solution_late', key, at: event.at }]
    case 'clock.escalated':
      return [{ kind: 'escalated', key, at: event.at, step: event.step }]
    case 'clock.moved': {
      const due = event.conversation.clock?.due_at
      return due ? [{ kind: 'moved', key, at: event.at, before: event.previous_due_at, due, why: event.why }] : []
    }
    default:
      return []
  }
}

function keep(id: number, notes: readonly ClockNote[]): void {
  const before = kept.get(id) ?? []
  const fresh = notes.filter(({ key }) => !before.some((one) => one.key === key))
  if (fresh.length > 0) kept.set(id, [...before, ...fresh].slice(-kMost))
}

export function noteClock(event: FeedEvent): void {
  if (!event.type.startsWith('clock.') || !('conversation' in event)) return
  keep(event.conversation.id, noteOfEvent(event))
}

// A clock that stops takes its moments with it; who saw them still sees them.
export function clockNotes({ id, clock }: Conversation): readonly ClockNote[] {
  const known = kept.get(id) ?? []
  const fresh = notesOfClock(clock).filter(({ key }) => !known.some((one) => one.key === key))
  return [...known, ...fresh].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
export const keepClockNotes = ({ id, clock }: Conversation): void => {
  keep(id, notesOfClock(clock))
}
