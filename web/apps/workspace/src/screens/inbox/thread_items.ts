// A thread as rows: a heading for each day, messages with the name only where the speaker changes, and what is on its way.
import type { Message, Move } from '@heed/api'
import type { Pending } from '../../state/outbox'

export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: Message; first: boolean }
  | { kind: 'move'; key: string; move: Move }
  | { kind: 'pending'; key: string; pending: Pending }

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

// `moves`: in the order they were done; those before the first message are left out where `older` messages are not loaded.
export function itemsOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  moves: readonly Move[] = [],
  older = false,
): Item[] {
  const items: Item[] = []
  let before: Message | undefined
  const waiting = [...moves]
  const tell = (until: number) => {
    while (waiting[0] && Date.parse(waiting[0].moved_at) < until) {
      const [move] = waiting.splice(0, 1)
      if (move && (before !== undefined || !older)) items.push({ kind: 'move', key: `v${move.id}`, move })
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
