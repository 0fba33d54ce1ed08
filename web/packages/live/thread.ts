// The messages of one conversation, oldest first, as far back as they were loaded.
import { shallowRef, type ShallowRef } from 'vue'
import type { Act, Message, Triage } from '@heed/api'
import type { ListStatus } from './list'

function before(a: Message, b: Message): boolean {
  const [left, right] = [Date.parse(a.said_at), Date.parse(b.said_at)]
  return left !== right ? left < right : a.id < b.id
}

export class Thread {
  readonly messages: ShallowRef<readonly Message[]> = shallowRef([])
  readonly next: ShallowRef<string | null> = shallowRef(null)
  readonly status: ShallowRef<ListStatus> = shallowRef('new')
  private versions = new Map<number, number>()
  private movedAt = 0

  // A page, newest first, as of event `seq`. `fresh`: it is the newest page, and what it leaves out of its stretch of time is
  // not here any more. Where that page does not reach back to what is there, or messages moved since that was loaded, what is
  // there is forgotten, but for what is newer than the page; else whoever reads further up goes on reading.
  load(items: readonly Message[], next: string | null, seq: number, fresh: boolean): void {
    const taken = items.filter(({ id }) => this.versionOf(id) <= seq)
    const oldest = items.at(-1)
    const joins = this.status.value === 'ready' && !this.outdated && items.some(({ id }) => this.has(id))
    const stays = (message: Message) =>
      this.versionOf(message.id) > seq || (joins && oldest !== undefined && before(message, oldest))
    this.messages.value = merge(fresh ? this.messages.value.filter(stays) : this.messages.value, taken)
    for (const { id } of taken) this.versions.set(id, seq)
    if (!fresh || !joins) this.next.value = next
    if (fresh && seq >= this.movedAt) this.movedAt = 0
    this.status.value = 'ready'
  }

  // Event `seq` took messages away or brought some: only a page as of then or later tells which are here.
  outdate(seq: number): void {
    this.movedAt = seq
  }

  get outdated(): boolean {
    return this.movedAt > 0
  }

  // From the feed, which does not tell what came beside the text: that stays as it is known.
  put(message: Message, seq: number): void {
    if (this.versionOf(message.id) > seq) return
    this.versions.set(message.id, seq)
    if (message.delivery === 'cancelled') {
      this.messages.value = this.messages.value.filter(({ id }) => id !== message.id)
      return
    }
    const known = this.messages.value.find(({ id }) => id === message.id)
    const whole = known ? withDetailsOf(message, known) : message
    this.messages.value = merge(this.messages.value, [whole])
  }

  // What is said of a message changed, and nothing else of it.
  retriage(triage: Triage): void {
    const at = this.messages.value.findIndex(({ id }) => id === triage.message_id)
    const message = this.messages.value[at]
    if (message) this.messages.value = this.messages.value.with(at, { ...message, triage })
  }

  // One of us did something to a message. What is known already is not told twice: one's own act is here before the feed tells of it.
  act(id: number, act: Act): void {
    this.change(id, ({ acts }) => ({ acts: acts.some((one) => isSameAct(one, act)) ? acts : [...acts, act] }))
  }

  setActs(id: number, acts: readonly Act[]): void {
    this.change(id, () => ({ acts: [...acts] }))
  }

  private change(id: number, changed: (message: Message) => Partial<Message>): void {
    const at = this.messages.value.findIndex((message) => message.id === id)
    const message = this.messages.value[at]
    if (message) this.messages.value = this.messages.value.with(at, { ...message, ...changed(message) })
  }

  private versionOf(id: number): number {
    return this.versions.get(id) ?? 0
  }

  has(id: number): boolean {
    return this.messages.value.some((message) => message.id === id)
  }
}

const isSameAct = (left: Act, right: Act): boolean =>
  left.kind === right.kind && left.user_id === right.user_id && left.done_at === right.done_at

function withDetailsOf(message: Message, known: Message): Message {
  const attachments = message.attachments.length > 0 ? message.attachments : known.attachments
  const acts = message.acts.length > 0 ? message.acts : known.acts
  const automatic = message.automatic || known.automatic
  return { ...message, attachments, acts, automatic, subject: message.subject ?? known.subject }
}

// Both in one, each message once, the later argument's wording winning. Appending at the end, the usual case, is quick.
export function merge(old: readonly Message[], added: readonly Message[]): readonly Message[] {
  if (added.length === 1 && added[0] !== undefined) {
    const last = old[old.length - 1]
    if (last === undefined || before(last, added[0])) return [...old, added[0]]
  }
  const byId = new Map(old.map((message) => [message.id, message]))
  for (const message of added) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => (before(a, b) ? -1 : 1))
}
