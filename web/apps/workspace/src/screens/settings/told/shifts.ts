// Who is called when: shifts as the server has them and as the rows of their form, and who is on call at a moment.
import type { DayTime, OnCallShift } from '@heed/api'
import { kDays, minutesOf, timeOf, wallClock, type Day } from '../hours/week'

export interface ShiftRow {
  day: Day
  from: string
  until: string
  user_id: number | null
}

const kDayMinutes = 1440
const weekdayOf = (day: Day): number => (kDays.indexOf(day) + 1) % 7
const dayOf = (weekday: number): Day => kDays[(weekday + 6) % 7] ?? 'mon'

// A day ends at 24:00 on the screen, and at the minute 0 of the next for the server.
export const untilText = (minute: number): string => timeOf(minute === 0 ? kDayMinutes : minute)
export const untilMinute = (time: string): number => {
  const minute = minutesOf(time)
  return minute === kDayMinutes ? 0 : minute
}

export const dayTimeOf = (from: string, until: string): DayTime => ({
  from_minute: minutesOf(from),
  until_minute: untilMinute(until),
})

// Monday first, as a week is read.
export const rowsOf = (shifts: readonly OnCallShift[]): ShiftRow[] =>
  [...shifts]
    .sort((a, b) => ((a.weekday + 6) % 7) - ((b.weekday + 6) % 7) || a.from_minute - b.from_minute || a.user_id - b.user_id)
    .map(({ weekday, from_minute, until_minute, user_id }) => ({
      day: dayOf(weekday),
      from: timeOf(from_minute),
      until: untilText(until_minute),
      user_id,
    }))

// In the order of the rows, so that what the server says of shifts[2] is said of the third row.
export const shiftsOf = (rows: readonly ShiftRow[]): OnCallShift[] =>
  rows.map(({ day, from, until, user_id }) => ({
    weekday: weekdayOf(day),
    ...dayTimeOf(from, until),
    user_id: user_id ?? 0,
  }))

// After the last: the next day, at the same times. After none: Monday's working day.
export function nextRow(rows: readonly ShiftRow[]): ShiftRow {
  const last = rows.at(-1)
  if (!last) return { day: 'mon', from: '09:00', until: '17:00', user_id: null }
  return { ...last, day: kDays[(kDays.indexOf(last.day) + 1) % kDays.length] ?? 'mon' }
}

// "shifts[2].from_minute": the third row, and which of its fields.
export function rowAt(named: string | null): { row: number; field: string } | null {
  const found = /^shifts\[(\d+)\](?:\.(\w+))?/.exec(named ?? '')
  return found ? { row: Number(found[1]), field: found[2] ?? '' } : null
}

// Over midnight a shift belongs to the day on which it begins; from and until alike is a whole day.
function isOn({ weekday, from_minute, until_minute }: OnCallShift, today: number, minute: number): boolean {
  if (from_minute < until_minute) return today === weekday && minute >= from_minute && minute < until_minute
  if (today === weekday) return minute >= from_minute
  return today === (weekday + 1) % 7 && minute < until_minute
}

// Each once. Nobody in a zone that the browser does not know.
export function onCallAt(shifts: readonly OnCallShift[], zone: string, now: number): number[] {
  try {
    const wall = new Date(wallClock(now, zone))
    const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
    const on = shifts.filter((shift) => isOn(shift, wall.getUTCDay(), minute))
    return [...new Set(on.map(({ user_id }) => user_id))]
  } catch {
    return []
  }
}
