// The messages of one conversation, oldest first, as far back as they were loaded.
import { shallowRef, type ShallowRef } from 'vue'
import type { Message } from '@heed/api'
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

  // A page, newest first, as of event `seq`. `fresh`: it is the newest page. Where that page does not reach back to what is
  // there, what is there is forgotten, but for what is newer than the page; else whoever reads further up goes on reading.
  load(items: readonly Message[], next: string | null, seq: number, fresh: boolean): void {
    const joins = this.status.value === 'ready' && items.some(({ id }) => this.has(id))
    const kept =
      fresh && !joins ? this.messages.value.filter(({ id }) => (this.versions.get(id) ?? 0) > seq) : this.messages.value
    this.messages.value = merge(
      kept,
      items.filter(({ id }) => (this.versions.get(id) ?? 0) <= seq),
    )
    if (!fresh || !joins) this.next.value = next
    this.status.value = 'ready'
  }

  put(message: Message, seq: number): void {
    if ((this.versions.get(message.id) ?? 0) > seq) return
    this.versions.set(message.id, seq)
    this.messages.value = merge(this.messages.value, [message])
  }

  has(id: number): boolean {
    return this.messages.value.some((message) => message.id === id)
  }
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
