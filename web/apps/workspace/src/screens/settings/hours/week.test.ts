// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  alike,
  barsOf,
  bodyOf,
  copyDay,
  dayWord,
  emptyWeek,
  hoursShown,
  minutesIn,
  nextInterval,
  nextMoment,
  standardWeek,
  weekOf,
} from './week'

describe('a week', () => {
  it('comes from the server and goes back as it was', () => {
    const given = { mon: [['09:00', '12:30'], ['13:30', '17:00']], sat: [['10:00', '24:00']] } // prettier-ignore
    expect(bodyOf(weekOf(given))).toEqual(given)
    expect(bodyOf(emptyWeek())).toEqual({})
  })
  it('has a day copied to others, each its own', () => {
    const week = copyDay({ ...emptyWeek(), mon: [{ from: '08:00', to: '12:00' }] }, 'mon', ['mon', 'wed', 'sun'])
    expect(week.wed).toEqual([{ from: '08:00', to: '12:00' }])
    expect(week.tue).toEqual([])
    week.wed[0] = { from: '09:00', to: '10:00' }
    expect(week.mon[0]?.from).toBe('08:00')
    expect(week.sun[0]?.from).toBe('08:00')
  })
  it('counts what is worked, and leaves out what cannot be', () => {
    expect(minutesIn(standardWeek())).toBe(40 * 60)
    expect(barsOf([{ from: '17:00', to: '09:00' }, { from: '', to: '10:00' }])).toEqual([]) // prettier-ignore
  })
  it('is drawn with an hour round it, and never narrower than eight', () => {
    expect(hoursShown(standardWeek())).toEqual({ from: 8, to: 18 })
    expect(hoursShown({ ...emptyWeek(), fri: [{ from: '23:00', to: '24:00' }] })).toEqual({ from: 16, to: 24 })
    expect(hoursShown({ ...emptyWeek(), fri: [{ from: '00:00', to: '24:00' }] })).toEqual({ from: 0, to: 24 })
  })
  it('tells days together that are alike', () => {
    expect(alike(standardWeek()).map(({ days }) => days.join())).toEqual(['mon,tue,wed,thu,fri'])
    const week = { ...standardWeek(), wed: [] }
    expect(alike(week).map(({ days }) => days.join())).toEqual(['mon,tue', 'thu,fri'])
  })
})

it('an interval that is added comes after the others', () => {
  expect(nextInterval([])).toEqual({ from: '09:00', to: '17:00' })
  expect(nextInterval([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' })
  expect(nextInterval([{ from: '09:00', to: '24:00' }])).toEqual({ from: '23:00', to: '24:00' })
})

it('a day is called what the language calls it', () => {
  expect(dayWord('mon', 'en')).toBe('Monday')
  expect(dayWord('sun', 'de', 'short')).toBe('So')
})

describe('the next moment of a day and time', () => {
  const now = Date.parse('2026-03-27T10:00:00Z') // A Friday.
  it('is later today, or in a week', () => {
    expect(nextMoment('fri', '16:30', 'UTC', now)?.toISOString()).toBe('2026-03-27T16:30:00.000Z')
    expect(nextMoment('fri', '09:00', 'UTC', now)?.toISOString()).toBe('2026-04-03T09:00:00.000Z')
  })
  it('is the wall clock of the zone, past a change of its clocks', () => {
    expect(nextMoment('fri', '16:30', 'Europe/Berlin', now)?.toISOString()).toBe('2026-03-27T15:30:00.000Z')
    expect(nextMoment('mon', '09:00', 'Europe/Berlin', now)?.toISOString()).toBe('2026-03-30T07:00:00.000Z')
  })
  it('is none in a zone that nobody knows', () => {
    expect(nextMoment('fri', '16:30', 'Nowhere/At_all', now)).toBeNull()
    expect(nextMoment('fri', '', 'UTC', now)).toBeNull()
  })
})
