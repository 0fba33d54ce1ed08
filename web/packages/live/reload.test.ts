import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Reloader } from './reload'

let loads: number
let takes: number
let reloader: Reloader

const look = (hidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  loads = 0
  takes = 10
  reloader = new Reloader({
    load: () => {
      loads += 1
      return new Promise((resolve) => setTimeout(resolve, takes))
    },
    random: () => 0,
  })
  reloader.start()
})
afterEach(() => {
  reloader.stop()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('loading anew', () => {
  it('happens at once when it is asked for once', async () => {
    reloader.ask()
    await vi.advanceTimersByTimeAsync(0)
    expect(loads).toBe(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(loads).toBe(1)
  })

  it('happens about once a second however often it is asked for, and once more at the end', async () => {
    for (let ms = 0; ms < 10_000; ms += 50) {
      reloader.ask()
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(loads).toBeGreaterThanOrEqual(9)
    expect(loads).toBeLessThanOrEqual(11)
    const before = loads
    await vi.advanceTimersByTimeAsync(60_000)
    expect(loads).toBe(before + 1)
  })

  it('gives a slow server time, and never asks twice at once', async () => {
    takes = 2000
    for (let ms = 0; ms < 23_000; ms += 100) {
      reloader.ask()
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(loads).toBe(3)
  })

  it('happens four times a minute while nobody looks, and at once when somebody does', async () => {
    look(true)
    for (let ms = 0; ms < 60_000; ms += 500) {
      reloader.ask()
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(loads).toBe(4)
    reloader.ask()
    look(false)
    await vi.advanceTimersByTimeAsync(0)
    expect(loads).toBe(5)
  })

  it('goes on after a load that failed', async () => {
    reloader.stop()
    let tries = 0
    const failing = new Reloader({ load: () => Promise.reject(new Error(String((tries += 1)))), random: () => 0 })
    failing.ask()
    await vi.advanceTimersByTimeAsync(0)
    failing.ask()
    await vi.advanceTimersByTimeAsync(1000)
    expect(tries).toBe(2)
  })
})
