// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { conversation, message, ranked, triage, triaged } from './test_kit'
import { LiveStore } from './store'

const owed = { view: 'owed', inboxId: null } as const
let store: LiveStore
beforeEach(() => {
  store = new LiveStore(() => 7)
})

describe('triage', () => {
  it('of a message is shown where the message is', () => {
    store.thread(1).load([message(11, 1), message(12, 1, 5)], null, 1, true)
    store.apply([triaged(2, triage(12, { urgency: 2 }), conversation(1, { priority: 55 }))])
    expect(store.thread(1).messages.value.map((one) => one.triage?.urgency)).toEqual([undefined, 2])
    expect(store.conversations.get(1)?.priority).toBe(55)
    store.apply([triaged(3, triage(99), conversation(1))])
    expect(store.thread(1).messages.value).toHaveLength(2)
  })
  it('asks for no counts', () => {
    store.apply([triaged(2, triage(11), conversation(1)), ranked(3, conversation(2))])
    expect(store.countsStale.value).toBe(0)
  })
  it('orders a list: the highest first, of two alike the one that began last', () => {
    const byPriority = { ...owed, byPriority: true }
    const rows = [conversation(3, { priority: 80 }), conversation(2, { priority: 20 }), conversation(1, { priority: 20 })]
    store.loadList(byPriority, rows, null, 1)
    expect(store.list(byPriority).shown.value).toEqual([3, 2, 1])
    store.apply([ranked(2, conversation(1, { priority: 90 })), ranked(3, conversation(4, { priority: null }))])
    expect(store.list(byPriority).shown.value).toEqual([1, 3, 2, 4])
    expect(store.list(owed)).not.toBe(store.list(byPriority))
  })
})
