// @vitest-environment node
import { expect, it } from 'vitest'
import { secondsOf, split } from './durations'

it.each([
  [10, 10, 'seconds'],
  [60, 1, 'minutes'],
  [90, 90, 'seconds'],
  [3600, 1, 'hours'],
  [5400, 90, 'minutes'],
  [86_400, 1, 'days'],
  [129_600, 36, 'hours'],
] as const)('%i seconds are %i %s', (seconds, n, unit) => {
  expect(split(seconds)).toEqual({ n, unit })
  expect(secondsOf({ n, unit })).toBe(seconds)
})
