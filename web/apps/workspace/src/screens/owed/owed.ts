// What the owed page is narrowed and ordered by, as it stands in the address; and how far a wait is gone.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Clock } from '@heed/api'
import type { OwedQuery } from '../../state/promises'

const number = (value: LocationQuery[string] | undefined): number | null => {
  const read = typeof value === 'string' ? Number(value) : NaN
  return Number.isInteger(read) && read > 0 ? read : null
}

export const kOrders = ['age', 'risk', 'late'] as const

export const readQuery = (query: LocationQuery): OwedQuery => ({
  order: kOrders.find((one) => one === query['order']) ?? 'age',
  inbox: number(query['inbox']),
  team: number(query['team']),
  channel: typeof query['channel'] === 'string' && query['channel'] !== '' ? query['channel'] : null,
})

// What is usual is not said.
export const addressOf = ({ order, inbox, team, channel }: OwedQuery): LocationQueryRaw => ({
  ...(order === 'age' ? {} : { order }),
  ...(inbox === null ? {} : { inbox: String(inbox) }),
  ...(team === null ? {} : { team: String(team) }),
  ...(channel === null ? {} : { channel }),
})

export const isNarrowed = ({ inbox, team, channel }: OwedQuery): boolean =>
  inbox !== null || team !== null || channel !== null

// Of the time to answer, how much is over; above 1 when late. A clock that stands still stays where it stood.
export function usedShare(clock: Pick<Clock, 'started_at' | 'due_at' | 'paused_at'>, now: number): number {
  const [from, due] = [Date.parse(clock.started_at), Date.parse(clock.due_at)]
  const at = clock.paused_at === null ? now : Date.parse(clock.paused_at)
  if (at <= from) return 0
  return due > from ? (at - from) / (due - from) : 1
}
