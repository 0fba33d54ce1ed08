import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Feed, type FeedState } from './feed'
import type { FeedEvent } from './feed_types'
import { LiveStore } from './store'
import { conversation, created } from './test_kit'

class Socket {
  static all: Socket[] = []
  static get last(): Socket {
    const last = Socket.all[Socket.all.length - 1]
    if (!last) throw new Error('no socket was opened')
    return last
  }
  sent: unknown[] = []
  closed = false
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null

  constructor() {
    Socket.all.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
  }
  open() {
    this.onopen?.()
    this.says({ type: 'hello', seq: 0, now: '2026-11-21T09:00:00.000Z' })
  }
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
  cut() {
    this.onclose?.()
  }
}

let states: FeedState['kind'][]
let events: FeedEvent[]
let bursts: number
let resyncs: number[]
let troubles: number
let cursor: number
let feed: Feed

beforeEach(() => {
  vi.useFakeTimers()
  Socket.all = []
  states = []
  events = []
  resyncs = []
  bursts = troubles = cursor = 0
  feed = new Feed({
    url: 'ws://heed/api/v1/live',
    cursor: () => cursor,
    onEvents: (burst) => {
      bursts += 1
      events.push(...burst)
      cursor = burst[burst.length - 1]?.seq ?? cursor
    },
    onHello: () => undefined,
    onResync: (seq) => {
      resyncs.push(seq)
      cursor = seq
    },
    onState: ({ kind }) => states.push(kind),
    onTrouble: () => {
      troubles += 1
    },
    open: () => new Socket() as unknown as WebSocket,
    random: () => 1,
  })
  feed.start()
})
afterEach(() => {
  feed.stop()
  vi.useRealTimers()
})
const frame = () => vi.advanceTimersByTime(120)

describe('a socket', () => {
  it('asks for what came after the last number it has', () => {
    cursor = 41
    Socket.last.open()
    expect(Socket.last.sent).toEqual([{ type: 'subscribe', after: 41 }])
    expect(states).toEqual(['connecting', 'live'])
  })

  it('hands a burst on in one piece', () => {
    Socket.last.open()
    for (let seq = 1; seq <= 20; seq += 1) Socket.last.says(created(seq, conversation(seq)))
    expect(bursts).toBe(0)
    frame()
    expect(bursts).toBe(1)
    expect(events).toHaveLength(20)
  })

  it('takes several events in one message', () => {
    Socket.last.open()
    Socket.last.says([created(1, conversation(1)), created(2, conversation(2))])
    Socket.last.says(created(3, conversation(3)))
    frame()
    expect(bursts).toBe(1)
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('that is cut comes back and misses nothing', () => {
    Socket.last.open()
    Socket.last.says(created(1, conversation(1)))
    frame()
    Socket.last.cut()
    expect(states.at(-1)).toBe('down')
    vi.advanceTimersByTime(500)
    expect(Socket.all).toHaveLength(2)
    Socket.last.open()
    expect(Socket.last.sent).toEqual([{ type: 'subscribe', after: 1 }])
    for (let seq = 2; seq <= 51; seq += 1) Socket.last.says(created(seq, conversation(seq)))
    frame()
    const seen = new LiveStore(() => 1)
    seen.apply(events)
    expect(seen.conversations.size).toBe(51)
    expect(states.at(-1)).toBe('live')
  })

  it('never gives up, and waits at most half a minute', () => {
    for (let n = 0; n < 200; n += 1) {
      const before = Socket.all.length
      Socket.last.cut()
      vi.advanceTimersByTime(30_000)
      expect(Socket.all.length).toBe(before + 1)
    }
    expect(troubles).toBeGreaterThan(3)
  })

  it('waits longer each time, and begins anew once it was greeted', () => {
    Socket.last.cut()
    vi.advanceTimersByTime(499)
    expect(Socket.all).toHaveLength(1)
    vi.advanceTimersByTime(1)
    Socket.last.cut()
    vi.advanceTimersByTime(999)
    expect(Socket.all).toHaveLength(2)
    vi.advanceTimersByTime(1)
    Socket.last.open()
    Socket.last.cut()
    vi.advanceTimersByTime(500)
    expect(Socket.all).toHaveLength(4)
  })

  it('tells since when there is no connection, not since the last try', () => {
    const since: number[] = []
    const told = new Feed({
      url: 'ws://heed',
      cursor: () => 0,
      onEvents: () => undefined,
      onHello: () => undefined,
      onResync: () => undefined,
      onState: (state) => {
        if (state.kind === 'down') since.push(state.since)
      },
      onTrouble: () => undefined,
      open: () => new Socket() as unknown as WebSocket,
    })
    told.start()
    for (let n = 0; n < 3; n += 1) {
      Socket.last.cut()
      vi.advanceTimersByTime(30_000)
    }
    told.stop()
    expect(new Set(since).size).toBe(1)
  })

  it('drops what waited when the server asks to load anew', () => {
    Socket.last.open()
    Socket.last.says(created(1, conversation(1)))
    Socket.last.says({ type: 'resync', seq: 900 })
    frame()
    expect(events).toEqual([])
    expect(resyncs).toEqual([900])
    Socket.last.says(created(901, conversation(2)))
    frame()
    expect(events.map(({ seq }) => seq)).toEqual([901])
  })

  it('tries at once when the machine is back on the net, and after it slept', () => {
    Socket.last.open()
    dispatchEvent(new Event('offline'))
    expect(states.at(-1)).toBe('down')
    dispatchEvent(new Event('online'))
    expect(Socket.all).toHaveLength(2)
    Socket.last.open()
    const later = Date.now() + 3_600_000
    vi.setSystemTime(later)
    vi.advanceTimersByTime(5_000)
    expect(Socket.all).toHaveLength(3)
  })

  it('takes no notice of nonsense, or of a socket it left', () => {
    const old = Socket.last
    old.open()
    old.onmessage?.({ data: 'not json' })
    const handler = old.onmessage
    old.cut()
    vi.advanceTimersByTime(500)
    handler?.({ data: JSON.stringify(created(1, conversation(1))) })
    frame()
    expect(events).toEqual([])
  })

  it('that was stopped stays closed', () => {
    Socket.last.open()
    feed.stop()
    vi.advanceTimersByTime(60_000)
    expect(Socket.all).toHaveLength(1)
    expect(Socket.last.closed).toBe(true)
  })
})
