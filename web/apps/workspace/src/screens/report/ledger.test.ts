// @vitest-environment node
import { expect, it } from 'vitest'
import { countOf, keptShare, partsOf } from './ledger'

const row = { waits: 10, answered: 6, in_time: 4, dismissed: 1, owed: 3, late: 2 }

it('each wait is in one part of the bar', () => {
  expect(partsOf(row).map(({ end, share }) => [end, share])).toEqual([
    ['in_time', 0.4],
    ['too_late', 0.2],
    ['owed', 0.3],
    ['dismissed', 0.1],
  ])
  expect(countOf(row, 'too_late')).toBe(2)
  expect(partsOf({ ...row, waits: 0 })).toEqual([])
  expect(partsOf({ waits: 2, answered: 2, in_time: 2, dismissed: 0, owed: 0, late: 0 })).toEqual([
    { end: 'in_time', share: 1 },
  ])
})

it('a promise is kept or not only by an answer', () => {
  expect(keptShare(row)).toBeCloseTo(2 / 3)
  expect(keptShare({ ...row, answered: 0, in_time: 0 })).toBeNull()
})
