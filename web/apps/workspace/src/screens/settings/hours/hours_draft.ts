// Hours as their form holds them, and as the server takes them.
import type { BusinessHours, Holiday } from '@heed/api'
import { bodyOf, standardWeek, weekOf, type Week } from './week'

export interface HoursDraft {
  name: string
  always_open: boolean
  timezone: string
  week: Week
  holidays: Holiday[]
  is_default: boolean
  team_ids: number[]
}

export const kFields = ['name', 'always_open', 'timezone', 'week', 'holidays', 'is_default', 'team_ids'] as const

// The first hours of a company are its usual ones.
export const draftOf = (hours: BusinessHours | undefined, zone: string, first: boolean): HoursDraft => ({
  name: hours?.name ?? '',
  always_open: hours?.always_open ?? false,
  timezone: hours?.timezone || zone,
  week: hours && Object.keys(hours.week).length > 0 ? weekOf(hours.week) : standardWeek(),
  holidays: (hours?.holidays ?? []).map((one) => ({ ...one })),
  is_default: hours?.is_default ?? first,
  team_ids: [...(hours?.team_ids ?? [])],
})

export const hoursBody = (draft: HoursDraft) => ({
  name: draft.name.trim(),
  always_open: draft.always_open,
  timezone: draft.timezone.trim(),
  week: bodyOf(draft.week),
  holidays: draft.holidays.map((one) => ({ ...one, name: one.name.trim() })),
  is_default: draft.is_default,
  team_ids: draft.team_ids,
})

// Those of a file beside those that are there: what is known of a day already stays as somebody wrote it.
export function merged(before: readonly Holiday[], read: readonly Holiday[]): { holidays: Holiday[]; added: number } {
  const known = new Set(before.map(({ day }) => day))
  const fresh = read.filter(({ day }) => !known.has(day) && known.add(day))
  const holidays = [...before, ...fresh].sort((a, b) => a.day.localeCompare(b.day))
  return { holidays, added: fresh.length }
}

// "holidays[3]" stands at the fourth; "week.mon[1]" at Monday.
export const indexIn = (named: string | null): number | null => {
  const found = /\[(\d+)\]/.exec(named ?? '')
  return found ? Number(found[1]) : null
}
export const dayIn = (named: string | null): string | null => /^week\.(\w{3})/.exec(named ?? '')?.[1] ?? null
