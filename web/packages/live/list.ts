// One list of conversations as it stands on the screen. What should be shown (`members`) and what is shown (`shown`) differ
// while the list is held: rows do not move under a hand, arrivals wait until they are let in.
import { shallowRef, type ShallowRef } from 'vue'
import type { Conversation } from '@heed/api'
import { comparePlaces, placeOf, standsIn, type ListQuery, type Place } from './order'

export type ListStatus = 'new' | 'loading' | 'ready' | 'failed'

export class ConversationList {
  readonly shown: ShallowRef<readonly number[]> = shallowRef([])
  readonly arrivals = shallowRef(0)
  readonly status: ShallowRef<ListStatus> = shallowRef('new')
  readonly next: ShallowRef<string | null> = shallowRef(null)
  private members: Place[] = []
  // Something may have happened that it was not told: to be loaded anew before it is shown again.
  stale = false
  private held = false
  private dirty = false

  constructor(
    readonly query: ListQuery,
    private readonly me: () => number,
  ) {}

  get size(): number {
    return this.members.length
  }

  contains(id: number): boolean {
    return this.members.some((member) => member.id === id)
  }

  // Everything known anew: the pages as the server gave them. The first time they are shown at once; later, a list that is
  // held stays as it is under the hand, and the arrivals are counted.
  reset(conversations: readonly Conversation[], next: string | null): void {
    const first = this.status.value !== 'ready'
    this.members = []
    this.next.value = next
    this.stale = false
    for (const conversation of conversations) this.place(conversation, true)
    this.status.value = 'ready'
    if (first) {
      this.show()
      return
    }
    this.dirty = true
    this.settle()
  }

  append(conversations: readonly Conversation[], next: string | null): void {
    this.next.value = next
    for (const conversation of conversations) this.place(conversation, true)
    // Rows at the end move nothing, so they come in even while the list is held.
    const there = new Set(this.shown.value)
    const added = conversations.filter(({ id }) => !there.has(id) && this.contains(id)).map(({ id }) => id)
    if (added.length > 0) this.shown.value = [...this.shown.value, ...added]
    this.settle()
  }

  // A conversation changed: it enters, moves, or leaves. Beyond the last loaded row it is left to the next page, unless it
  // comes from a page itself.
  place(conversation: Conversation, fromPage = false): void {
    this.take(conversation.id)
    if (!standsIn(conversation, this.query, this.me())) return
    const place = placeOf(conversation, this.query)
    const at = this.position(place)
    const beyond = this.next.value !== null && at === this.members.length && at > 0
    if (beyond && !fromPage) return
    this.members.splice(at, 0, place)
    this.dirty = true
  }

  remove(id: number): void {
    this.take(id)
    this.dismiss(id)
  }

  // Takes a row off the screen at once even while the list is held: the person who looks at it did this.
  dismiss(id: number): void {
    if (this.shown.value.includes(id)) this.shown.value = this.shown.value.filter((other) => other !== id)
  }

  // After a burst of place() and remove(): bring the screen up to date, or count what waits.
  settle(): void {
    if (!this.dirty) return
    this.dirty = false
    if (!this.held) {
      this.show()
      return
    }
    const there = new Set(this.shown.value)
    this.arrivals.value = this.members.filter(({ id }) => !there.has(id)).length
  }

  hold(): void {
    this.held = true
  }

  release(): void {
    this.held = false
    this.show()
  }

  // Lets the arrivals in now, held or not.
  show(): void {
    const ids = this.members.map(({ id }) => id)
    const shown = this.shown.value
    if (ids.length !== shown.length || ids.some((id, index) => id !== shown[index])) this.shown.value = ids
    this.arrivals.value = 0
  }

  private take(id: number): void {
    const at = this.members.findIndex((member) => member.id === id)
    if (at < 0) return
    this.members.splice(at, 1)
    this.dirty = true
  }

  private position(place: Place): number {
    let low = 0
    let high = this.members.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.members[middle]
      if (other !== undefined && comparePlaces(other, place, this.query) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
