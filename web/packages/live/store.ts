// Everything the socket patches lives here and nowhere else: conversations, the lists they stand in, their messages, and the
// counts of the views. Each event carries the whole conversation as it stood after it, numbered by `seq`; whatever is older
// than what is known is ignored, so pages and events may come in any order.
import { shallowReactive, shallowRef, type ShallowRef } from 'vue'
import type { Conversation, Message, Triage, View, ViewCount } from '@heed/api'
import type { FeedEvent, IdentitiesMoved } from './feed_types'
import { ConversationList } from './list'
import { listKey, standsIn, type ListQuery } from './order'
import { Thread } from './thread'

export interface Counts {
  count: number
  late: number
  more: boolean // The server stopped counting here; what comes and goes is not counted either.
}

const kThreadsKept = 40

export class LiveStore {
  readonly conversations = shallowReactive(new Map<number, Conversation>())
  readonly counts: ShallowRef<ReadonlyMap<View, Counts>> = shallowRef(new Map())
  // Set when an event concerned a conversation whose state before is unknown: the counts must be asked for.
  readonly countsStale = shallowRef(0)
  // How long a clock ran that was stopped while somebody looked, in milliseconds.
  readonly stopped = shallowReactive(new Map<number, number>())
  cursor = 0
  private versions = new Map<number, number>()
  private lists = new Map<string, ConversationList>()
  private threads = new Map<number, Thread>()

  constructor(readonly me: () => number) {}

  list(query: ListQuery): ConversationList {
    const key = listKey(query)
    let list = this.lists.get(key)
    if (!list) {
      list = new ConversationList(query, this.me)
      this.lists.set(key, list)
    }
    return list
  }

  failedLists(): ConversationList[] {
    return [...this.lists.values()].filter((list) => list.status.value === 'failed')
  }

  thread(id: number): Thread {
    let thread = this.threads.get(id)
    if (thread)
      this.threads.delete(id) // moves to the end: used last
    else thread = new Thread()
    this.threads.set(id, thread)
    for (const old of this.threads.keys()) {
      if (this.threads.size <= kThreadsKept) break
      this.threads.delete(old)
    }
    return thread
  }

  // After a resync: every list but the one on the screen is loaded anew when it is shown.
  ageLists(but: ListQuery | null): void {
    const kept = but === null ? '' : listKey(but)
    for (const [key, list] of this.lists) list.stale = key !== kept
  }

  // Forgets every thread but those that are on the screen: after a resync they may have holes.
  forgetThreads(but: readonly number[]): void {
    for (const id of this.threads.keys()) if (!but.includes(id)) this.threads.delete(id)
  }

  // Go on from event `seq`. Where that is behind what was seen the record was put back to an earlier day, and what is known
  // of versions is worth nothing.
  goOnFrom(seq: number): void {
    if (seq < this.cursor) this.versions.clear()
    this.cursor = seq
  }

  versionOf(id: number): number {
    return this.versions.get(id) ?? 0
  }

  // Conversations as of event `seq`. Returns them as they are known now.
  take(items: readonly Conversation[], seq: number): Conversation[] {
    return items.map((item) => {
      if (this.versionOf(item.id) <= seq) this.put(item, seq, false)
      return this.conversations.get(item.id) ?? item
    })
  }

  loadList(query: ListQuery, items: readonly Conversation[], next: string | null, seq: number): void {
    const newest = [...this.conversations.values()].filter(({ id }) => this.versionOf(id) > seq)
    const list = this.list(query)
    const known = this.take(items, seq)
    list.reset(known, next)
    for (const conversation of newest) list.place(conversation)
    list.settle()
  }

  extendList(query: ListQuery, items: readonly Conversation[], next: string | null, seq: number): void {
    this.list(query).append(this.take(items, seq), next)
  }

  // What a person did here, before the server says so. Returns a function that takes it back, unless an event came between.
  guess(id: number, change: Partial<Conversation>): () => void {
    const conversation = this.conversations.get(id)
    if (!conversation) return () => undefined
    const version = this.versionOf(id)
    const before = { ...conversation }
    this.change({ ...conversation, ...change })
    return () => {
      if (this.versionOf(id) === version) this.change(before)
    }
  }

  // The server's reply to a change; it has no number, so an event that came since the request (`version`) wins.
  confirm(conversation: Conversation, version: number): void {
    if (this.versionOf(conversation.id) === version) this.change(conversation)
  }

  apply(events: readonly FeedEvent[]): void {
    for (const event of events) {
      if (event.seq <= this.cursor) continue
      this.cursor = event.seq
      if (event.type === 'identities.moved') {
        this.rename(event)
        continue
      }
      if (!tellsOfConversation(event)) continue
      if (event.type === 'conversation.gone') {
        this.drop(event.conversation_id)
        continue
      }
      // What is said of a conversation and how soon it is due changes no view's count.
      const counted =
        event.type !== 'message.triaged' && event.type !== 'message.acted' && event.type !== 'conversation.ranked'
      this.put(event.conversation, event.seq, counted, begins(event))
      if (event.type === 'message.created' || event.type === 'message.updated') this.putMessage(event.message, event.seq)
      if (event.type === 'message.acted') this.threads.get(event.conversation.id)?.act(event.message_id, event.act)
      if (event.type === 'message.triaged') this.retriage(event.conversation.id, event.triage)
      if (event.type === 'messages.moved')
        for (const id of [event.from_id, event.conversation.id]) this.threads.get(id)?.outdate(event.seq)
    }
    for (const list of this.lists.values()) list.settle()
  }

  putMessage(message: Message, seq: number): void {
    if (message.conversation_id === null) return
    const thread = this.threads.get(message.conversation_id)
    if (thread && thread.status.value === 'ready') thread.put(message, seq)
  }

  // Something came by the feed that only a page tells wholly.
  lacksDetails(conversationId: number, seq: number): void {
    this.threads.get(conversationId)?.outdate(seq)
  }

  // What is said of a message, by the server or as somebody here has just put it right.
  retriage(conversationId: number, triage: Triage): void {
    this.threads.get(conversationId)?.retriage(triage)
  }

  setCounts(items: readonly ViewCount[]): void {
    this.counts.value = new Map(items.map(({ view, count, late, more }) => [view, { count, late, more }]))
  }

  private change(conversation: Conversation): void {
    this.write(conversation, true)
    for (const list of this.lists.values()) list.settle()
  }

  private put(conversation: Conversation, seq: number, counted: boolean, isNew = false): void {
    if (this.versionOf(conversation.id) > seq) return
    this.versions.set(conversation.id, seq)
    this.write(conversation, counted, isNew)
  }

  private write(next: Conversation, counted: boolean, isNew = false): void {
    const known = this.conversations.get(next.id)
    if (counted) this.count(known, next, isNew)
    if (known) {
      this.noteStop(known, next)
      patch(known, next)
    } else {
      this.conversations.set(next.id, shallowReactive({ ...next }))
    }
    for (const list of this.lists.values()) if (list.status.value === 'ready') list.place(known ?? next)
  }

  private noteStop(known: Conversation, next: Conversation): void {
    if (known.clock && !next.clock && !next.owed && next.dismiss_reason === null) {
      this.stopped.set(next.id, Date.parse(next.last_said_at) - Date.parse(known.clock.started_at))
    } else if (next.clock) {
      this.stopped.delete(next.id)
    }
  }

  // Of a join: what was one contact's is another's. Where they were taken apart, each conversation concerned is told of.
  private rename({ from_id, contact_id, contact_name, joined }: IdentitiesMoved): void {
    for (const conversation of this.conversations.values()) {
      const moves = joined && conversation.contact_id === from_id
      if (moves || conversation.contact_id === contact_id) patch(conversation, { ...conversation, contact_id, contact_name })
    }
  }

  private drop(id: number): void {
    this.count(this.conversations.get(id), undefined)
    this.conversations.delete(id)
    this.versions.delete(id)
    this.threads.delete(id)
    for (const list of this.lists.values()) list.remove(id)
  }

  // Keeps the views' counts right from what the conversation was and is. Pages tell nothing new; an event about something
  // never seen before tells what it is, not what it was.
  private count(before: Conversation | undefined, after: Conversation | undefined, isNew = false): void {
    if (!before && !isNew) {
      this.countsStale.value += 1
      return
    }
    const counts = new Map(this.counts.value)
    let changed = false
    for (const [view, { count, late, more }] of counts) {
      if (more) continue
      const query = { view, inboxId: null }
      const was = before !== undefined && standsIn(before, query, this.me())
      const is = after !== undefined && standsIn(after, query, this.me())
      const wasLate = was && isLateNow(before)
      const isLate = is && isLateNow(after)
      if (was === is && wasLate === isLate) continue
      counts.set(view, { count: count + Number(is) - Number(was), late: late + Number(isLate) - Number(wasLate), more })
      changed = true
    }
    if (changed) this.counts.value = counts
  }
}

// A conversation is told of with its first message; one that was split off another, by itself.
function begins(event: FeedEvent): boolean {
  if (event.type === 'message.created')
    return event.message.direction !== 'internal' && event.conversation.message_count === 1
  return event.type === 'conversation.created'
}

// Writes only what differs, so that only what shows it repaints.
function patch<T extends object>(target: T, source: T): void {
  for (const key of Object.keys(source) as (keyof T)[]) {
    const [old, value] = [target[key], source[key]]
    if (old === value) continue
    if (typeof value === 'object' && JSON.stringify(old) === JSON.stringify(value)) continue
    target[key] = value
  }
}

// Settings, contacts, signals, alerts, who is there and what triage learns are not kept here.
const kAside = [
  'notification.changed',
  'settings.changed',
  'contact.changed',
  'signal.received',
  'alert.opened',
  'alert.changed',
  'triage.learnt',
  'presence.changed',
] as const
type Aside = Extract<FeedEvent, { type: (typeof kAside)[number] }>
const tellsOfConversation = (event: FeedEvent): event is Exclude<FeedEvent, Aside> =>
  !kAside.some((type) => type === event.type)

function isLateNow(conversation: Conversation): boolean {
  return conversation.clock !== null && conversation.clock.breached_at !== null
}
