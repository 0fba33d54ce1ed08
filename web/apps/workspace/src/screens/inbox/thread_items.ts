// A thread as rows: a heading for each day, messages with the name only where the speaker changes, and what is on its way.
import type { Message, Move } from '@heed/api'
import type { ClockNote } from '../../state/clock_notes'
import type { LaterNote } from '../../state/later'
import type { RoutedNote } from '../../state/routing'
import type { RuleNote } from '../../state/rule_notes'
import type { Pending } from '../../state/outbox'

export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'move'; key: string; move: Move }
  | { kind: 'clock'; key: string; note: ClockNote }
  | { kind: 'routed'; key: string; note: RoutedNote }
  | { kind: 'rule'; key: string; note: RuleNote }
  | { kind: 'later'; key: string; note: LaterNote }
  | { kind: 'pending'; key: string; pending: Pending }

interface Told {
  at: number
  item: Item
}

const kSameBreathMs = 5 * 60_000

const dayOf = (time: string): string => new Date(time).toDateString()

function follows(message: Message, before: Message | undefined): boolean {
  if (!before) return false
  return (
    before.direction === message.direction &&
    before.author_name === message.author_name &&
    before.user_id === message.user_id &&
    Date.parse(message.said_at) - Date.parse(before.said_at) < kSameBreathMs &&
    dayOf(before.said_at) === dayOf(message.said_at)
  )
}

// `moves`, `notes`, `routed`, `ruled` and `later`: what is told between the messages, at its moment; those before the first message are left out where `older` messages are not loaded.
export function itemsOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  moves: readonly Move[] = [],
  older = false,
  notes: readonly ClockNote[] = [],
  routed: readonly RoutedNote[] = [],
  ruled: readonly RuleNote[] = [],
  later: readonly LaterNote[] = [],
): Item[] {
  const items: Item[] = []
  let before: Message | undefined
  const waiting = [
    ...moves.map((move): Told => ({ at: Date.parse(move.moved_at), item: { kind: 'move', key: `v${move.id}`, move } })),
    ...notes.map((note): Told => ({ at: Date.parse(note.at), item: { kind: 'clock', key: `c${note.key}`, note } })),
    // What holds now, and has no moment of its own, comes last.
    ...routed.map((note): Told => ({
      at: note.at === null ? Number.MAX_VALUE : Date.parse(note.at),
      item: { kind: 'routed', key: `r${note.key}`, note },
    })),
    ...ruled.map((note): Told => ({ at: Date.parse(note.at), item: { kind: 'rule', key: `u${note.key}`, note } })),
    ...later.map((note): Told => ({ at: Date.parse(note.at), item: { kind: 'later', key: `l${note.key}`, note } })),
  ].sort((a, b) => a.at - b.at)
  const tell = (until: number) => {
    while (waiting[0] && waiting[0].at < until) {
      const [told] = waiting.splice(0, 1)
      if (told && (before !== undefined || !older)) items.push(told.item)
    }
  }
  for (const message of messages) {
    tell(Date.parse(message.said_at))
    if (!before || dayOf(before.said_at) !== dayOf(message.said_at)) {
      items.push({ kind: 'day', key: `d${dayOf(message.said_at)}`, at: message.said_at })
    }
    items.push({ kind: 'message', key: `m${message.id}`, message, first: !follows(message, before) })
    before = message
  }
  tell(Infinity)
  for (const item of pending) items.push({ kind: 'pending', key: `p${item.key}`, pending: item })
  return items
}
