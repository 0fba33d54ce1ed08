import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeServerClock } from './clock'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T09:00:00.250Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

it('keeps the server’s time, however wrong this machine’s is', () => {
  const clock = makeServerClock()
  clock.adjust('2026-11-21T10:30:00.000Z')
  expect(new Date(clock.read()).toISOString()).toBe('2026-11-21T10:30:00.000Z')
  vi.advanceTimersByTime(1500)
  expect(new Date(clock.read()).toISOString()).toBe('2026-11-21T10:30:01.500Z')
  clock.adjust('no time')
  expect(new Date(clock.read()).toISOString()).toBe('2026-11-21T10:30:01.500Z')
})

it('ticks when a second of the server begins', () => {
  const clock = makeServerClock()
  clock.start()
  const first = clock.now.value
  vi.advanceTimersByTime(749)
  expect(clock.now.value).toBe(first)
  vi.advanceTimersByTime(1)
  expect(clock.now.value).toBe(Date.parse('2026-11-21T09:00:01.000Z'))
  vi.advanceTimersByTime(3000)
  expect(clock.now.value).toBe(Date.parse('2026-11-21T09:00:04.000Z'))
  clock.stop()
  vi.advanceTimersByTime(3000)
  expect(clock.now.value).toBe(Date.parse('2026-11-21T09:00:04.000Z'))
})
