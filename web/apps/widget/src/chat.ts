// One visitor's chat: what was said, what is on its way, and whether the line is up. The screen reads it and calls say().
import { Feed } from '@heed/live/feed'
import type { Widget, WidgetMessage, WidgetMessages } from '@heed/api'
import { shallowReactive } from 'vue'
import { newKey, Refusal, type Api, type Words } from './api'
import { forget, keep, restore, type Outgoing, type Standing } from './outbox'
import type { Shelf } from './shelf'

export const kTextLimit = 4000 // Code points, as the server counts.

export type LiveEvent =
  { type: 'widget.message'; seq: number; message: WidgetMessage } | { type: 'widget.status'; seq: number; resolved: boolean }

export interface ChatState {
  phase: 'loading' | 'ready' | 'missing'
  info: Widget | null
  lines: WidgetMessage[]
  outbox: Outgoing[]
  resolved: boolean
  downSince: number | null
}

const kFirstWaitMs = 1000
const kLongestWaitMs = 30_000
const kTriesInConflict = 4

export class Chat {
  readonly state: ChatState = shallowReactive({
    phase: 'loading',
    info: null,
    lines: [],
    outbox: [],
    resolved: false,
    downSince: null,
  })
  private seq = 0
  private synced = false
  private feedIsDown = false
  private syncing: 'no' | 'yes' | 'again' = 'no'
  private pumping = false
  private visitorKey = ''
  private held: WidgetMessage[] = [] // Echoes of words that are still in the outbox.
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private readonly feed: Feed<LiveEvent>

  constructor(
    private readonly api: Api,
    readonly shelf: Shelf,
    openSocket?: (url: string) => WebSocket,
  ) {
    this.feed = new Feed<LiveEvent>({
      url: api.liveUrl,
      cursor: () => this.seq,
      token: () => shelf.get('token'),
      onEvents: (events) => {
        events.forEach(this.apply)
      },
      onHello: () => undefined,
      onResync: () => void this.sync(),
      onState: (state) => {
        this.feedIsDown = state.kind === 'down'
        if (this.feedIsDown) this.lineDown()
        else if (state.kind === 'live') this.lineUp()
      },
      onTrouble: () => void this.sync(),
      ...(openSocket ? { open: openSocket } : {}),
    })
  }

  async start(): Promise<void> {
    addEventListener('online', this.flush)
    this.state.outbox = restore(this.shelf)
    void this.sync()
    for (let tries = 0; this.state.phase === 'loading'; tries += 1) {
      await this.loadInfo()
      if (this.state.phase === 'loading') await pause(tries)
    }
  }

  stop(): void {
    removeEventListener('online', this.flush)
    clearTimeout(this.retryTimer)
    this.feed.stop()
  }

  say(words: Words): void {
    const head = this.nextOut()?.standing
    const isBusy = head?.kind === 'waiting' && head.because === 'busy'
    const entry: Outgoing = {
      key: newKey(),
      words,
      at: Date.now(),
      after: this.lastId(),
      tries: 0,
      standing: isBusy ? head : { kind: 'sending' },
    }
    keep(this.shelf, entry)
    this.state.outbox = [...this.state.outbox, entry]
    if (!isBusy) this.flush()
  }

  // Takes back words that were refused, to be changed or dropped.
  takeBack(key: string): string {
    const entry = this.state.outbox.find((one) => one.key === key)
    this.drop(key)
    return entry?.words.text ?? ''
  }

  fileOf(id: number): Promise<Blob> {
    return this.api.file(this.shelf.get('token') ?? '', id)
  }

  readonly flush = (): void => {
    clearTimeout(this.retryTimer)
    void this.pump()
  }

  // How long one waits changes while the chat stands closed.
  async refresh(): Promise<void> {
    if (this.state.phase !== 'ready' || this.state.lines.length > 0) return
    try {
      this.state.info = await this.api.widget()
    } catch {
      // What was true a while ago stays.
    }
  }

  private async loadInfo(): Promise<void> {
    try {
      this.state.info = await this.api.widget()
      this.state.phase = 'ready'
      if (!this.synced) this.lineUp()
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'not_found') this.state.phase = 'missing'
      else this.lineDown()
    }
  }

  // Loads what was said so far, then follows the feed from there. Called again while it runs, it loads once more.
  private async sync(): Promise<void> {
    if (this.syncing !== 'no') {
      this.syncing = 'again'
      return
    }
    for (let tries = 0; tries === 0 || this.isSyncDue(); tries += 1) {
      this.syncing = 'yes'
      if (await this.load()) continue
      this.syncing = 'again'
      await pause(tries)
    }
    this.syncing = 'no'
    this.flush()
  }

  private isSyncDue(): boolean {
    return this.syncing === 'again' && this.state.phase !== 'missing'
  }

  // False when it is worth another try. Without a token there is nothing to load.
  private async load(): Promise<boolean> {
    const token = this.shelf.get('token')
    if (token === null) return true
    try {
      this.replace(await this.api.messages(token))
      this.synced = true
      this.feed.start()
      return true
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('unavailable')
      if (refusal.kind === 'unauthenticated') this.forgetVisitor()
      if (!refusal.passes) return true
      this.lineDown()
      return false
    }
  }

  private replace(page: WidgetMessages): void {
    this.seq = Math.max(this.seq, page.seq)
    this.state.resolved = page.resolved
    this.take(page.items)
  }

  private readonly apply = (event: LiveEvent): void => {
    this.seq = Math.max(this.seq, event.seq)
    if (event.type === 'widget.message') this.take([event.message])
    else this.state.resolved = event.resolved
  }

  private take(messages: WidgetMessage[]): void {
    const fresh = messages.filter((message) => {
      const isEcho = this.state.outbox.some((entry) => isEchoOf(message, entry))
      if (isEcho) this.held.push(message)
      return !isEcho
    })
    if (fresh.length === 0) return
    const all = new Map(this.state.lines.map((line) => [line.id, line]))
    for (const message of fresh) all.set(message.id, message)
    this.state.lines = [...all.values()].sort((a, b) => a.id - b.id)
  }

  private async pump(): Promise<void> {
    if (this.pumping) return
    this.pumping = true
    try {
      for (let next = this.nextOut(); next; next = this.nextOut()) {
        if (!(await this.deliver(next))) return
      }
    } finally {
      this.pumping = false
    }
  }

  private nextOut(): Outgoing | undefined {
    return this.state.outbox.find((entry) => entry.standing.kind !== 'refused')
  }

  // False when the line is down: what follows waits, so that the order is kept.
  private async deliver(entry: Outgoing): Promise<boolean> {
    this.stand(entry, { kind: 'sending' })
    try {
      const token = this.shelf.get('token') ?? (await this.becomeVisitor())
      const message = await this.api.say(token, entry.key, entry.words)
      this.drop(entry.key)
      this.take([message])
      this.state.resolved = false
      if (!this.synced) void this.sync()
      else if (!this.feedIsDown) this.lineUp()
      return true
    } catch (error) {
      return this.failed(entry, error instanceof Refusal ? error : new Refusal('unavailable'))
    }
  }

  private failed(entry: Outgoing, refusal: Refusal): boolean {
    entry.tries += 1
    if (refusal.kind === 'unauthenticated' && entry.tries < kTriesInConflict) {
      this.forgetVisitor()
      return true
    }
    const passes = refusal.passes || (refusal.kind === 'conflict' && entry.tries < kTriesInConflict)
    if (!passes) {
      this.stand(entry, { kind: 'refused', why: refusal.kind, field: refusal.field, message: refusal.message })
      return true
    }
    const isBusy = refusal.kind === 'rate_limited'
    if (refusal.kind === 'offline' || refusal.kind === 'unavailable') this.lineDown()
    for (const one of this.state.outbox)
      if (one.standing.kind === 'sending') this.stand(one, { kind: 'waiting', because: isBusy ? 'busy' : 'offline' })
    this.retryTimer = setTimeout(this.flush, Math.max(refusal.retryAfterS * 1000, backoff(entry.tries)))
    return false
  }

  private async becomeVisitor(): Promise<string> {
    this.visitorKey ||= newKey()
    const { token } = await this.api.visitor(this.visitorKey)
    this.visitorKey = ''
    // Another tab of this browser may have been quicker; there is one visitor to a browser.
    const other = this.shelf.get('token')
    if (other === null) this.shelf.set('token', token)
    return other ?? token
  }

  private forgetVisitor(): void {
    this.shelf.set('token', null)
    this.feed.stop()
    this.feedIsDown = false
    this.synced = false
    this.seq = 0
    this.state.lines = []
    this.state.downSince = null
  }

  private stand(entry: Outgoing, standing: Standing): void {
    entry.standing = standing
    this.state.outbox = [...this.state.outbox]
  }

  private drop(key: string): void {
    forget(this.shelf, key)
    this.state.outbox = this.state.outbox.filter((entry) => entry.key !== key)
    const held = this.held
    this.held = []
    this.take(held)
  }

  private lastId(): number {
    return this.state.lines.at(-1)?.id ?? 0
  }

  private lineDown(): void {
    this.state.downSince ??= Date.now()
  }

  private lineUp(): void {
    const wasDown = this.state.downSince !== null
    this.state.downSince = null
    if (wasDown) this.flush()
  }
}

// The feed may bring our own words before the answer to the request that carried them.
function isEchoOf(message: WidgetMessage, entry: Outgoing): boolean {
  return message.mine && entry.standing.kind !== 'refused' && message.id > entry.after && message.text === entry.words.text
}

function backoff(tries: number): number {
  return Math.min(kLongestWaitMs, kFirstWaitMs * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2)
}

function pause(tries: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, backoff(tries)))
}
