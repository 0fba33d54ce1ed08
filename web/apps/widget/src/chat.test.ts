import type { Widget, WidgetMessage } from '@heed/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal, type Api, type Words } from './api'
import { Chat } from './chat'
import { makeShelf, type Shelf } from './shelf'

const info: Widget = {
  name: 'Site',
  organization: 'Lisbon Bikes',
  greeting: 'Hello',
  language: 'en',
  first_response_s: 300,
  waiting: 0,
  typical_first_response_s: null,
}

// A server in memory: what it was told, and what it answers next.
class FakeServer implements Api {
  readonly liveUrl = 'ws://heed.test/live'
  readonly said: WidgetMessage[] = []
  readonly keys = new Map<string, WidgetMessage>()
  readonly trouble: (Refusal | 'lost answer')[] = []
  visitors = 0
  known = new Set<string>()
  whenSaid: (message: WidgetMessage) => void = () => undefined

  widget = () => Promise.resolve(info)
  visitor() {
    this.visitors += 1
    const token = `visitor_${String(this.visitors)}`
    this.known.add(token)
    return Promise.resolve({ token })
  }
  messages(token: string) {
    if (!this.known.has(token)) return Promise.reject(new Refusal('unauthenticated'))
    return Promise.resolve({ items: [...this.said], resolved: false, seq: this.said.length })
  }
  say(token: string, key: string, words: Words) {
    const trouble = this.trouble.shift()
    if (trouble instanceof Refusal) return Promise.reject(trouble)
    if (!this.known.has(token)) return Promise.reject(new Refusal('unauthenticated'))
    const message = this.keys.get(key) ?? this.add(words.text, true)
    this.keys.set(key, message)
    this.whenSaid(message)
    return trouble === 'lost answer' ? Promise.reject(new Refusal('offline')) : Promise.resolve(message)
  }
  file = () => Promise.resolve(new Blob())
  add(text: string, mine = false): WidgetMessage {
    const at = new Date(1_000_000 + this.said.length).toISOString()
    const message = { id: this.said.length + 1, mine, author_name: mine ? 'Visitor' : 'Mira', text, said_at: at, files: [] }
    this.said.push(message)
    return message
  }
}

class FakeSocket {
  static all: FakeSocket[] = []
  sent: unknown[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  constructor() {
    FakeSocket.all.push(this)
  }
  send(data: string) {
    this.sent.push(JSON.parse(data))
  }
  close = () => undefined
  bring(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

let server: FakeServer
let shelf: Shelf
let chat: Chat
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
const texts = () => chat.state.lines.map((line) => line.text)
const standings = () => chat.state.outbox.map((entry) => entry.standing.kind)

async function open(): Promise<void> {
  chat = new Chat(server, shelf, () => new FakeSocket() as unknown as WebSocket)
  void chat.start()
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  FakeSocket.all = []
  server = new FakeServer()
  shelf = makeShelf('heed:K:')
})
afterEach(() => {
  chat.stop()
  vi.useRealTimers()
})

describe('a visitor', () => {
  it('is made with the first message, not before', async () => {
    await open()
    expect(chat.state.phase).toBe('ready')
    expect(server.visitors).toBe(0)
    chat.say({ text: 'Hello' })
    await settle()
    expect(server.visitors).toBe(1)
    expect(texts()).toEqual(['Hello'])
    expect(chat.state.outbox).toEqual([])
    expect(FakeSocket.all).toHaveLength(1)
  })

  it('that the server no longer knows becomes a new one, and nothing is lost', async () => {
    shelf.set('token', 'visitor_gone')
    await open()
    chat.say({ text: 'Hello again' })
    await settle()
    expect(server.visitors).toBe(1)
    expect(texts()).toEqual(['Hello again'])
  })
})

describe('sending', () => {
  it('keeps the order and waits while the line is down', async () => {
    await open()
    server.trouble.push(new Refusal('offline'))
    chat.say({ text: 'one' })
    chat.say({ text: 'two' })
    await settle()
    expect(standings()).toEqual(['waiting', 'waiting'])
    expect(chat.state.downSince).not.toBeNull()
    await settle(3000)
    expect(texts()).toEqual(['one', 'two'])
    expect(chat.state.outbox).toEqual([])
  })

  it('does not say a thing twice when only the answer was lost', async () => {
    await open()
    server.trouble.push('lost answer')
    chat.say({ text: 'once' })
    await settle(3000)
    expect(server.said).toHaveLength(1)
    expect(texts()).toEqual(['once'])
  })

  it('survives a reload under the same key', async () => {
    await open()
    server.trouble.push('lost answer')
    chat.say({ text: 'kept' })
    await settle()
    chat.stop()
    await open()
    await settle(1000)
    expect(server.said).toHaveLength(1)
    expect(texts()).toEqual(['kept'])
    expect(shelf.names('out:')).toEqual([])
  })

  it('stops at words that are refused for good, and goes on with the rest', async () => {
    await open()
    server.trouble.push(new Refusal('invalid', 'text: at most 4000 characters', 'text'))
    chat.say({ text: 'too long' })
    chat.say({ text: 'short' })
    await settle()
    expect(standings()).toEqual(['refused'])
    expect(texts()).toEqual(['short'])
    const [refused] = chat.state.outbox
    expect(chat.takeBack(refused?.key ?? '')).toBe('too long')
    expect(chat.state.outbox).toEqual([])
  })

  it('waits as long as a busy server asks', async () => {
    await open()
    server.trouble.push(new Refusal('rate_limited', '', null, 20))
    chat.say({ text: 'fast' })
    await settle(15_000)
    expect(chat.state.outbox[0]?.standing).toEqual({ kind: 'waiting', because: 'busy' })
    expect(chat.state.downSince).toBeNull()
    await settle(6000)
    expect(texts()).toEqual(['fast'])
  })

  it('shows its own words once when the feed is quicker than the answer', async () => {
    await open()
    chat.say({ text: 'first' })
    await settle()
    server.whenSaid = (message) => {
      FakeSocket.all.at(-1)?.bring({ type: 'widget.message', seq: message.id, at: message.said_at, message })
    }
    server.trouble.push('lost answer')
    chat.say({ text: 'echo' })
    await settle(200)
    expect(texts()).toEqual(['first'])
    expect(standings()).toEqual(['waiting'])
    await settle(3000)
    expect(texts()).toEqual(['first', 'echo'])
    expect(chat.state.outbox).toEqual([])
  })
})

describe('the feed', () => {
  async function talk(): Promise<FakeSocket> {
    await open()
    chat.say({ text: 'Hello' })
    await settle()
    const socket = FakeSocket.all.at(-1) as FakeSocket
    socket.onopen?.()
    socket.bring({ type: 'hello', seq: 1, now: new Date().toISOString() })
    return socket
  }

  it('is joined after what was loaded, with the visitor’s token', async () => {
    const socket = await talk()
    expect(socket.sent).toEqual([{ type: 'subscribe', after: 1, token: 'visitor_1' }])
  })

  it('brings answers, each once, and the state of the matter', async () => {
    const socket = await talk()
    const message = server.add('Good morning')
    socket.bring({ type: 'widget.message', seq: 2, message })
    socket.bring({ type: 'widget.message', seq: 2, message })
    socket.bring({ type: 'widget.status', seq: 3, resolved: true })
    await settle(200)
    expect(texts()).toEqual(['Hello', 'Good morning'])
    expect(chat.state.resolved).toBe(true)
  })

  it('comes back after it was cut, from the last number', async () => {
    const socket = await talk()
    socket.bring({ type: 'widget.message', seq: 7, message: server.add('one') })
    await settle(200)
    socket.onclose?.()
    expect(chat.state.downSince).not.toBeNull()
    await settle(2000)
    const next = FakeSocket.all.at(-1) as FakeSocket
    expect(next).not.toBe(socket)
    next.onopen?.()
    expect(next.sent).toEqual([{ type: 'subscribe', after: 7, token: 'visitor_1' }])
    next.bring({ type: 'hello', seq: 7, now: new Date().toISOString() })
    expect(chat.state.downSince).toBeNull()
  })

  it('loads anew when the server cannot go back that far', async () => {
    const socket = await talk()
    server.add('missed one')
    server.add('missed two')
    socket.bring({ type: 'resync', seq: 99 })
    await settle(200)
    expect(texts()).toEqual(['Hello', 'missed one', 'missed two'])
  })
})
