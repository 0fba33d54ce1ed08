// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { OnCallShift } from '@heed/api'
import { nextRow, onCallAt, rowAt, rowsOf, shiftsOf } from './shifts'

const shift = (weekday: number, from: number, until: number, user_id = 7): OnCallShift => ({
  weekday,
  from_minute: from * 60,
  until_minute: until * 60,
  user_id,
})

describe('shifts as rows', () => {
  it('are read Monday first, by time, and go back as they were', () => {
    const rows = rowsOf([shift(0, 8, 12), shift(6, 22, 6), shift(1, 17, 0, 9), shift(1, 9, 17)])
    expect(rows.map(({ day, from, until, user_id }) => [day, from, until, user_id])).toEqual([
      ['mon', '09:00', '17:00', 7],
      ['mon', '17:00', '24:00', 9],
      ['sat', '22:00', '06:00', 7],
      ['sun', '08:00', '12:00', 7],
    ])
    expect(shiftsOf(rows)).toEqual([shift(1, 9, 17), shift(1, 17, 0, 9), shift(6, 22, 6), shift(0, 8, 12)])
  })
  it('grow by the next day at the same times', () => {
    expect(nextRow([])).toEqual({ day: 'mon', from: '09:00', until: '17:00', user_id: null })
    expect(nextRow([{ day: 'sun', from: '22:00', until: '06:00', user_id: 3 }])).toEqual({
      day: 'mon',
      from: '22:00',
      until: '06:00',
      user_id: 3,
    })
  })
  it('are found by what the server calls them', () => {
    expect(rowAt('shifts[2].from_minute')).toEqual({ row: 2, field: 'from_minute' })
    expect(rowAt('shifts[0]')).toEqual({ row: 0, field: '' })
    expect(rowAt('shifts')).toBeNull()
    expect(rowAt(null)).toBeNull()
  })
})

describe('who is on call', () => {
  const at = (time: string) => Date.parse(time)
  it('is who the clock on the wall of the organization says', () => {
    const shifts = [shift(1, 9, 17, 7), shift(1, 17, 0, 8)] // Monday
    expect(onCallAt(shifts, 'Europe/Lisbon', at('2026-07-06T15:59:00Z'))).toEqual([7]) // 16:59 there, in summer
    expect(onCallAt(shifts, 'Europe/Lisbon', at('2026-07-06T16:00:00Z'))).toEqual([8])
    expect(onCallAt(shifts, 'UTC', at('2026-07-06T16:00:00Z'))).toEqual([7])
    expect(onCallAt(shifts, 'UTC', at('2026-07-07T00:00:00Z'))).toEqual([])
  })
  it('goes on over midnight into the next day, and over the end of the week', () => {
    const shifts = [shift(6, 22, 6)] // Saturday night
    expect(onCallAt(shifts, 'UTC', at('2026-07-11T22:00:00Z'))).toEqual([7])
    expect(onCallAt(shifts, 'UTC', at('2026-07-12T05:59:00Z'))).toEqual([7])
    expect(onCallAt(shifts, 'UTC', at('2026-07-12T06:00:00Z'))).toEqual([])
    expect(onCallAt(shifts, 'UTC', at('2026-07-11T05:00:00Z'))).toEqual([])
  })
  it('is for a whole day where both times are the same', () => {
    expect(onCallAt([shift(1, 0, 0)], 'UTC', at('2026-07-06T23:59:00Z'))).toEqual([7])
    expect(onCallAt([shift(1, 9, 9)], 'UTC', at('2026-07-07T08:59:00Z'))).toEqual([7])
  })
  it('is named once, and is nobody in a zone that nobody knows', () => {
    expect(onCallAt([shift(1, 9, 17), shift(1, 10, 12)], 'UTC', at('2026-07-06T11:00:00Z'))).toEqual([7])
    expect(onCallAt([shift(1, 9, 17)], 'Nowhere/At_all', at('2026-07-06T11:00:00Z'))).toEqual([])
  })
})
