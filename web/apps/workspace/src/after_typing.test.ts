import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useAfterTyping } from './after_typing'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('asks once, for what was typed last, and not when the screen is gone', () => {
  const screen = effectScope()
  const asked: string[] = []
  screen.run(() => {
    const typing = useAfterTyping(200)
    const type = (text: string) => {
      typing.run(() => asked.push(text))
    }
    type('p')
    vi.advanceTimersByTime(199)
    type('pa')
    vi.advanceTimersByTime(200)
    expect(asked).toEqual(['pa'])
    type('parcel')
  })
  screen.stop()
  vi.advanceTimersByTime(1000)
  expect(asked).toEqual(['pa'])
})
