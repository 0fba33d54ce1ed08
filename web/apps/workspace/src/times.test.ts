import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileCatalogue } from '../../../tools/icu'
import { briefly, dayName, percent, span } from './times'
import { words } from './words'

const catalogue = (id: string) =>
  compileCatalogue(
    JSON.parse(readFileSync(join(process.cwd(), `packages/i18n/locales/${id}.json`), 'utf8')) as Record<string, string>,
  )
beforeAll(() => {
  words.use('en', catalogue('en'))
})
const now = new Date(2026, 10, 21, 15, 0).getTime()
const on = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()

describe('a length of time', () => {
  it.each([
    [-5, '0 s'],
    [46_400, '46 s'],
    [133_000, '2 min 13 s'],
    [300_000, '5 min'],
    [754_000, '12 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 05'],
    [86_400_000, '1 day'],
    [300_000_000, '3 days'],
  ])('%i ms', (ms, text) => {
    expect(span(ms)).toBe(text)
  })
})

it('a moment is said as shortly as is clear', () => {
  expect(briefly(on(2026, 10, 21, 9, 5), now)).toMatch(/9:05/)
  expect(briefly(on(2026, 10, 20, 9, 5), now)).toMatch(/^(20 Nov|Nov 20)$/)
  expect(briefly(on(2025, 10, 20, 9, 5), now)).toContain('2025')
})

it('days have names', () => {
  expect(dayName(on(2026, 10, 21, 0, 1), now)).toBe('Today')
  expect(dayName(on(2026, 10, 20, 23, 59), now)).toBe('Yesterday')
  expect(dayName(on(2026, 10, 19, 12, 0), now)).toContain('Thursday')
})

it('shares have one decimal at most', () => {
  expect(percent(0.5834)).toBe('58.3%')
  expect(percent(1)).toBe('100%')
})
