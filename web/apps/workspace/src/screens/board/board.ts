// What waits and who is there, put in order for the board.
import type { AgentPresence, Presence, QueuedConversation, RoutingGround } from '@heed/api'

export interface Reason {
  key: string
  grounds: readonly RoutingGround[]
  n: number
}
export interface Queue {
  team_id: number
  items: readonly QueuedConversation[] // The most urgent first, as the server has them.
  oldest: string | null
  reasons: readonly Reason[] // The most frequent first.
}

// How full those are who are online changes with each of them; the reason is the same.
const keyOf = (grounds: readonly RoutingGround[]) =>
  grounds.map(({ code, value }) => (code === 'no_room' ? code : `${code} ${value}`)).join('\n')

export const sinceOf = ({ waits_since, owed_since }: QueuedConversation): string | null => waits_since ?? owed_since

function reasonsOf(items: readonly QueuedConversation[]): Reason[] {
  const found = new Map<string, Reason>()
  for (const { grounds } of items) {
    const key = keyOf(grounds)
    found.set(key, { key, grounds: found.get(key)?.grounds ?? grounds, n: (found.get(key)?.n ?? 0) + 1 })
  }
  return [...found.values()].sort((a, b) => b.n - a.n)
}

function oldestOf(items: readonly QueuedConversation[]): string | null {
  const times = items.flatMap((item) => sinceOf(item) ?? [])
  return times.reduce<string | null>((oldest, at) => (oldest && Date.parse(oldest) <= Date.parse(at) ? oldest : at), null)
}

// Of each team; the longest queue first.
export function queuesOf(items: readonly QueuedConversation[]): Queue[] {
  const teams = new Map<number, QueuedConversation[]>()
  for (const item of items) teams.set(item.team_id, [...(teams.get(item.team_id) ?? []), item])
  return [...teams]
    .map(([team_id, own]) => ({ team_id, items: own, oldest: oldestOf(own), reasons: reasonsOf(own) }))
    .sort((a, b) => b.items.length - a.items.length || a.team_id - b.team_id)
}

const kOrder: readonly Presence[] = ['online', 'away', 'off']

export const byPresence = (people: readonly AgentPresence[]): AgentPresence[] =>
  [...people].sort(
    (a, b) =>
      kOrder.indexOf(a.presence) - kOrder.indexOf(b.presence) || a.name.localeCompare(b.name) || a.user_id - b.user_id,
  )

export const countOf = (people: readonly AgentPresence[], presence: Presence): number =>
  people.filter((one) => one.presence === presence).length

// From 0 to 1. Who may carry nothing and has something is full.
export function loadShare({ load, capacity }: Pick<AgentPresence, 'load' | 'capacity'>): number {
  if (capacity <= 0) return load > 0 ? 1 : 0
  return Math.min(1, load / capacity)
}
