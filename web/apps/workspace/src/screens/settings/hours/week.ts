// A week as business hours have it: intervals of the day in local time. Everything here is of the wall clock, but for the moment
// that a wall clock in some zone shows.
import type { BusinessHours } from '@heed/api'

export const kDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Day = (typeof kDays)[number]
export interface Interval {
  from: string
  to: string
}
export type Week = Record<Day, Interval[]>

const kMonday = Date.UTC(2024, 0, 1)
const kDayMs = 86_400_000
const kMostSteps = 3 // Of looking for the moment that a wall clock shows.

export const emptyWeek = (): Week => ({ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] })

// Monday to Friday, nine to five: what the server takes where nobody said.
export function standardWeek(): Week {
  const week = emptyWeek()
  for (const day of kDays.slice(0, 5)) week[day] = [{ from: '09:00', to: '17:00' }]
  return week
}

export function weekOf(given: BusinessHours['week']): Week {
  const week = emptyWeek()
  for (const day of kDays) week[day] = (given[day] ?? []).map(([from = '', to = '']) => ({ from, to }))
  return week
}

export function bodyOf(week: Week): BusinessHours['week'] {
  const out: BusinessHours['week'] = {}
  for (const day of kDays) if (week[day].length > 0) out[day] = week[day].map(({ from, to }) => [from, to])
  return out
}

export function copyDay(week: Week, from: Day, to: readonly Day[]): Week {
  const out = { ...week }
  for (const day of to) if (day !== from) out[day] = week[from].map((one) => ({ ...one }))
  return out
}

export const minutesOf = (time: string): number => {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number)
  return hours * 60 + minutes
}
export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

// An interval to be added after those of the day: where there is room, an hour later and up to four hours long.
export function nextInterval(intervals: readonly Interval[]): Interval {
  const end = Math.max(0, ...intervals.map(({ to }) => minutesOf(to)).filter(Number.isFinite))
  if (intervals.length === 0) return { from: '09:00', to: '17:00' }
  const from = Math.min(end + 60, 23 * 60)
  return { from: timeOf(from), to: timeOf(Math.min(from + 240, 24 * 60)) }
}

// What can be drawn: intervals that begin before they end, in order.
export const barsOf = (intervals: readonly Interval[]): { from: number; to: number }[] =>
  intervals
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .filter(({ from, to }) => from < to && to <= 24 * 60)
    .sort((a, b) => a.from - b.from)

export const minutesIn = (week: Week): number =>
  kDays.flatMap((day) => barsOf(week[day])).reduce((sum, { from, to }) => sum + to - from, 0)

// The hours of the day worth drawing: an hour round what is worked, whole hours, and never less than eight of them.
export function hoursShown(week: Week): { from: number; to: number } {
  const bars = kDays.flatMap((day) => barsOf(week[day]))
  if (bars.length === 0) return { from: 8, to: 18 }
  let from = Math.max(0, Math.floor(Math.min(...bars.map((bar) => bar.from)) / 60) - 1)
  let to = Math.min(24, Math.ceil(Math.max(...bars.map((bar) => bar.to)) / 60) + 1)
  while (to - from < 8) {
    if (to < 24) to += 1
    if (from > 0 && to - from < 8) from -= 1
  }
  return { from, to }
}

export const dayWord = (day: Day, locale: string, weekday: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(kMonday + kDays.indexOf(day) * kDayMs)

// Days in a row with the same intervals, told together: "Mon to Fri".
export function alike(week: Week): { days: Day[]; intervals: Interval[] }[] {
  const out: { days: Day[]; intervals: Interval[] }[] = []
  for (const day of kDays) {
    if (week[day].length === 0) continue
    const last = out.at(-1)
    const before = last?.days.at(-1)
    const next = before !== undefined && kDays.indexOf(before) === kDays.indexOf(day) - 1
    if (last && next && JSON.stringify(last.intervals) === JSON.stringify(week[day])) last.days.push(day)
    else out.push({ days: [day], intervals: week[day] })
  }
  return out
}

// What a clock on the wall in `zone` shows, as a moment of UTC.
export function wallClock(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(moment)
  const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

// The next moment, from `now` on, at which a clock on the wall in `zone` shows this time of this day. Null for a zone that the
// browser does not know, or a time that is none.
export function nextMoment(day: Day, time: string, zone: string, now: number): Date | null {
  const minutes = minutesOf(time)
  if (!Number.isFinite(minutes)) return null
  try {
    const here = wallClock(now, zone)
    const midnight = here - (here % kDayMs)
    const today = (new Date(midnight).getUTCDay() + 6) % 7
    const ahead = (kDays.indexOf(day) - today + 7) % 7
    let wanted = midnight + ahead * kDayMs + minutes * 60_000
    if (wanted < here) wanted += 7 * kDayMs
    // The zone may be elsewhere from UTC then than it is now.
    let moment = wanted
    for (let step = 0; step < kMostSteps; step += 1) moment += wanted - wallClock(moment, zone)
    return new Date(moment)
  } catch {
    return null
  }
}
