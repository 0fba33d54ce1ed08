// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { BusinessHours } from '@heed/api'
import { dayIn, draftOf, hoursBody, indexIn, merged } from './hours_draft'

const hours: BusinessHours = {
  id: 1,
  name: 'Lisbon',
  always_open: false,
  timezone: 'Europe/Lisbon',
  week: { mon: [['09:00', '12:00']] },
  holidays: [{ day: '2026-12-25', name: 'Christmas', yearly: true }],
  is_default: false,
  team_ids: [2],
  changed_at: '2026-11-21T09:00:00Z',
  trouble: '',
}

describe('hours in their form', () => {
  it('go back as they came', () => {
    const body = hoursBody(draftOf(hours, 'UTC', true))
    expect(hours).toMatchObject(body)
    expect(Object.keys(body)).toHaveLength(Object.keys(hours).length - 3)
  })
  it('begin as a usual week in the company’s zone, and the first are the default', () => {
    const draft = draftOf(undefined, 'Europe/Lisbon', true)
    expect(draft).toMatchObject({ timezone: 'Europe/Lisbon', is_default: true, always_open: false })
    expect(draft.week.fri).toEqual([{ from: '09:00', to: '17:00' }])
  })
})

it('holidays of a file join those that are there, each day once', () => {
  const read = [
    { day: '2026-01-01', name: 'Ano Novo', yearly: true },
    { day: '2026-12-25', name: 'Natal', yearly: false },
    { day: '2026-01-01', name: 'again', yearly: false },
  ]
  const { holidays, added } = merged(hours.holidays, read)
  expect(added).toBe(1)
  expect(holidays.map(({ day, name }) => [day, name])).toEqual([
    ['2026-01-01', 'Ano Novo'],
    ['2026-12-25', 'Christmas'],
  ])
})

it('a refusal finds its day and its line', () => {
  expect(dayIn('week.tue[1]')).toBe('tue')
  expect(dayIn('week')).toBeNull()
  expect(indexIn('holidays[3]')).toBe(3)
  expect(indexIn(null)).toBeNull()
})
