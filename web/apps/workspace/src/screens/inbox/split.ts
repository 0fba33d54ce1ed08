// Choosing messages of a conversation that are a matter of their own.
import { shallowRef } from 'vue'
import type { Message } from '@heed/api'

// The conversation whose messages are being chosen, if any, and what was chosen.
export const splitting = shallowRef<number | null>(null)
export const chosen = shallowRef<ReadonlySet<number>>(new Set())
let last: number | null = null

export function beginSplit(conversation: number): void {
  splitting.value = conversation
  chosen.value = new Set()
  last = null
}

export function endSplit(): void {
  splitting.value = null
  chosen.value = new Set()
}

// Chooses a message or lets it go; `through`: and all between it and the one before it that was touched.
export function toggle(messages: readonly Message[], id: number, through: boolean): void {
  const next = new Set(chosen.value)
  const on = !next.has(id)
  const [from, to] = [messages.findIndex((one) => one.id === last), messages.findIndex((one) => one.id === id)]
  const between = through && from >= 0 ? messages.slice(Math.min(from, to), Math.max(from, to) + 1) : []
  for (const one of [...between.map((message) => message.id), id]) {
    if (on) next.add(one)
    else next.delete(one)
  }
  last = id
  chosen.value = next
}

export type SplitFault = 'none' | 'only_notes' | 'nothing_left'

// Why what was chosen cannot go. `older`: there are messages that are not loaded, which stay.
export function faultOf(messages: readonly Message[], ids: ReadonlySet<number>, older: boolean): SplitFault | null {
  if (ids.size === 0) return 'none'
  const words = messages.filter(({ direction }) => direction !== 'internal')
  if (!words.some(({ id }) => ids.has(id))) return 'only_notes'
  if (!older && words.every(({ id }) => ids.has(id))) return 'nothing_left'
  return null
}
