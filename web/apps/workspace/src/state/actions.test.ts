import { expect, it } from 'vitest'
import { snoozePresets } from './actions'

const names = (now: Date) => snoozePresets(now).map(({ id }) => id)

it('"later" means moments that are still to come', () => {
  const friday = new Date(2026, 10, 20, 10, 0)
  expect(names(friday)).toEqual(['hours', 'evening', 'tomorrow', 'week'])
  expect(names(new Date(2026, 10, 20, 17, 45))).not.toContain('evening')
  expect(snoozePresets(friday).map(({ until }) => [until.getDay(), until.getHours()])).toEqual([
    [5, 13],
    [5, 18],
    [6, 9],
    [1, 9],
  ])
})

it('Monday is the next one, also on a Monday and a Sunday', () => {
  const week = (now: Date) => snoozePresets(now).find(({ id }) => id === 'week')?.until
  expect(week(new Date(2026, 10, 23, 8, 0))).toEqual(new Date(2026, 10, 30, 9))
  expect(week(new Date(2026, 10, 22, 8, 0))).toEqual(new Date(2026, 10, 23, 9))
})
