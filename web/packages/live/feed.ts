// The socket. It comes back for ever, later and later up to 30 s, with jitter so that a restarted server is not met by
// everybody at once; it asks for what it missed by number. Events are handed on in bursts, at most one a frame.
import type { FeedEvent, FeedMessage } from './feed_types'

export type FeedState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'down'; since: number }

// `Event` is what this reader may be sent: agents get FeedEvent, a visitor's panel names its own.
export interface FeedOptions<Event extends { type: string } = FeedEvent> {
  url: string
  cursor: () => number
  token?: () => string | null // A visitor's; agents are known by their cookie.
  onEvents: (events: Event[]) => void
  onHello: (now: string, seq: number) => void
  onResync: (seq: number) => void
  onState: (state: FeedState) => void
  onTrouble: () => void // Could not connect several times: perhaps the session has ended.
  open?: (url: string) => WebSocket
  random?: () => number
}

const kFirstWaitMs = 500
const kLongestWaitMs = 30_000
const kSleepCheckMs = 5_000

export class Feed<Event extends { type: string } = FeedEvent> {
  private socket: WebSocket | undefined
  private tries = 0
  private stopped = true
  private greeted = false
  private queue: Event[] = []
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private flushTimer: ReturnType<typeof setTimeout> | undefined
  private flushFrame: number | undefined
  private sleepTimer: ReturnType<typeof setInterval> | undefined
  private downSince: number | undefined

  constructor(private readonly options: FeedOptions<Event>) {}

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    addEventListener('online', this.retryNow)
    addEventListener('offline', this.loseNow)
    this.watchForSleep()
    this.connect()
  }

  stop(): void {
    this.stopped = true
    removeEventListener('online', this.retryNow)
    removeEventListener('offline', this.loseNow)
    clearInterval(this.sleepTimer)
    clearTimeout(this.retryTimer)
    this.close()
  }

  private connect(): void {
    clearTimeout(this.retryTimer)
    this.close()
    if (this.downSince === undefined) this.options.onState({ kind: 'connecting' })
    const open = this.options.open ?? ((url: string) => new WebSocket(url))
    const socket = open(this.options.url)
    this.socket = socket
    this.greeted = false
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: 'subscribe', after: this.options.cursor(), token: this.options.token?.() }))
    }
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket === socket) this.receive(event.data)
    }
    socket.onclose = () => {
      if (this.socket === socket) this.lost()
    }
  }

  private receive(data: string): void {
    let messages: FeedMessage | FeedMessage[]
    try {
      messages = JSON.parse(data) as FeedMessage | FeedMessage[]
    } catch {
      return
    }
    // What happened within a few milliseconds comes together.
    if (Array.isArray(messages)) for (const message of messages) this.take(message)
    else this.take(messages)
  }

  private take(message: FeedMessage): void {
    switch (message.type) {
      case 'hello':
        this.greeted = true
        this.tries = 0
        this.downSince = undefined
        this.options.onHello(message.now, message.seq)
        this.options.onState({ kind: 'live' })
        return
      case 'resync':
        this.queue = []
        this.options.onResync(message.seq)
        return
      case 'error':
        this.lost()
        return
      default:
        this.queue.push(message as { type: string } as Event)
        this.schedule()
    }
  }

  // At the next frame, so that a burst is one repaint. What is not drawn (a hidden page, a frame that is not shown) gets no
  // frames, and its store must keep up all the same.
  private schedule(): void {
    if (this.flushTimer !== undefined) return
    this.flushTimer = setTimeout(this.flush, 100)
    if (typeof requestAnimationFrame === 'function') this.flushFrame = requestAnimationFrame(this.flush)
  }

  private readonly flush = (): void => {
    clearTimeout(this.flushTimer)
    if (this.flushFrame !== undefined) cancelAnimationFrame(this.flushFrame)
    this.flushTimer = this.flushFrame = undefined
    const events = this.queue
    this.queue = []
    if (events.length > 0) this.options.onEvents(events)
  }

  private lost(): void {
    this.close()
    if (this.stopped) return
    this.downSince ??= Date.now()
    this.options.onState({ kind: 'down', since: this.downSince })
    if (!this.greeted && this.tries % 3 === 2) this.options.onTrouble()
    const wait = Math.min(kLongestWaitMs, kFirstWaitMs * 2 ** Math.min(this.tries, 10))
    this.tries += 1
    const random = this.options.random ?? Math.random
    this.retryTimer = setTimeout(
      () => {
        this.connect()
      },
      wait * (0.5 + random() / 2),
    )
  }

  private close(): void {
    const socket = this.socket
    this.socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  private readonly retryNow = (): void => {
    if (this.stopped || (this.socket && this.greeted)) return
    this.tries = 0
    this.connect()
  }

  private readonly loseNow = (): void => {
    if (!this.stopped) this.lost()
  }

  // A machine that slept may hold a socket that the other side closed long ago.
  private watchForSleep(): void {
    let last = Date.now()
    this.sleepTimer = setInterval(() => {
      const now = Date.now()
      const slept = now - last > kSleepCheckMs * 4
      last = now
      if (slept) {
        this.tries = 0
        this.connect()
      }
    }, kSleepCheckMs)
  }
}
