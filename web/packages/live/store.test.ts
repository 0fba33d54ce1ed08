// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { conversation, created, gone, message, moved, said, updated } from './test_kit'
import { LiveStore } from './store'

const kMe = 7
const owed = { view: 'owed', inboxId: null } as const
const all = { view: 'all', inboxId: null } as const
const mine = { view: 'mine', inboxId: null } as const

let store: LiveStore
beforeEach(() => {
  store = new LiveStore(() => kMe)
})

describe('people', () => {
  const joined = { type: 'identities.moved', at: '', from_id: 8, contact_id: 9, contact_name: 'Ann', by: null } as const

  it('that are found to be one have one name and one page', () => {
    store.loadList(all, [conversation(1, { contact_id: 8 }), conversation(2, { contact_id: 9 }), conversation(3)], null, 1)
    store.apply([{ ...joined, seq: 2, joined: true }])
    expect([1, 2, 3].map((id) => store.conversations.get(id)?.contact_id)).toEqual([9, 9, 3])
    expect([1, 2, 3].map((id) => store.conversations.get(id)?.contact_name)).toEqual(['Ann', 'Ann', 'Contact 3'])
  })

  it('that are taken apart keep what is not told to have gone', () => {
    store.loadList(all, [conversation(1, { contact_id: 8 }), conversation(2, { contact_id: 9 })], null, 1)
    store.apply([{ ...joined, seq: 2, joined: false }])
    expect(store.conversations.get(1)?.contact_id).toBe(8)
  })
})

describe('lists', () => {
  it('stand in the order the API documents: nearest deadline, newest word', () => {
    const near = conversation(1, { due: 60, said: 1 })
    const far = conversation(2, { due: 900, said: 2 })
    store.loadList(owed, [far, near], null, 1)
    store.loadList(all, [near, far], null, 1)
    expect(store.list(owed).shown.value).toEqual([1, 2])
    expect(store.list(all).shown.value).toEqual([2, 1])
  })

  it('take in what arrives and let go of what leaves', () => {
    store.loadList(owed, [conversation(1, { due: 100 })], null, 1)
    store.apply([created(2, conversation(5, { due: 50 }))])
    expect(store.list(owed).shown.value).toEqual([5, 1])
    store.apply([updated(3, conversation(5, { owed: false }))])
    expect(store.list(owed).shown.value).toEqual([1])
    store.apply([gone(4, 1)])
    expect(store.list(owed).shown.value).toEqual([])
    expect(store.conversations.has(1)).toBe(false)
  })

  it('know mine by the assignee, and an inbox by its number', () => {
    const shop = { view: 'all', inboxId: 3 } as const
    store.loadList(mine, [], null, 1)
    store.loadList(shop, [], null, 1)
    store.apply([
      created(2, conversation(1, { assignee_id: kMe })),
      created(3, conversation(2, { assignee_id: 8, inbox_id: 3 })),
      created(4, conversation(3, { assignee_id: kMe, status: 'snoozed', views: ['snoozed', 'all'] })),
    ])
    expect(store.list(mine).shown.value).toEqual([1])
    expect(store.list(shop).shown.value).toEqual([2])
  })

  it('leave what stands beyond the last loaded row to the next page', () => {
    store.loadList(owed, [conversation(1, { due: 10 }), conversation(2, { due: 20 })], 'more', 1)
    store.apply([created(2, conversation(3, { due: 15 })), created(3, conversation(4, { due: 99 }))])
    expect(store.list(owed).shown.value).toEqual([1, 3, 2])
    store.extendList(owed, [conversation(4, { due: 99 }), conversation(5, { due: 120 })], null, 4)
    expect(store.list(owed).shown.value).toEqual([1, 3, 2, 4, 5])
  })

  it('do not move while they are held; arrivals wait and are counted', () => {
    const list = store.list(owed)
    store.loadList(owed, [conversation(1, { due: 10 }), conversation(2, { due: 20 })], null, 1)
    list.hold()
    store.apply([created(2, conversation(3, { due: 5 })), updated(3, conversation(1, { due: 500 }))])
    expect(list.shown.value).toEqual([1, 2])
    expect(list.arrivals.value).toBe(1)
    store.apply([updated(4, conversation(2, { owed: false }))])
    expect(list.shown.value).toEqual([1, 2])
    list.dismiss(2) // what the person at the screen did themselves goes at once
    expect(list.shown.value).toEqual([1])
    list.release()
    expect(list.shown.value).toEqual([3, 1])
    expect(list.arrivals.value).toBe(0)
  })
})

describe('after a resync', () => {
  it('a list that is held stays under the hand, and the arrivals are counted', () => {
    const list = store.list(owed)
    store.loadList(owed, [conversation(1, { due: 10 }), conversation(2, { due: 20 })], null, 1)
    list.hold()
    store.goOnFrom(500)
    store.loadList(owed, [conversation(3, { due: 5 }), conversation(2, { due: 20 })], null, 500)
    expect(list.shown.value).toEqual([1, 2])
    expect(list.arrivals.value).toBe(1)
    list.release()
    expect(list.shown.value).toEqual([3, 2])
  })

  it('a list that is loaded again as it was is not drawn again', () => {
    const list = store.list(owed)
    store.loadList(owed, [conversation(1, { due: 10 }), conversation(2, { due: 20 })], null, 1)
    const before = list.shown.value
    store.loadList(owed, [conversation(1, { due: 10 }), conversation(2, { due: 20 })], null, 500)
    expect(list.shown.value).toBe(before)
  })

  it('every list but the one on the screen is to be loaded before it is shown', () => {
    for (const query of [owed, all]) store.loadList(query, [], null, 1)
    store.ageLists(owed)
    expect(store.list(owed).stale).toBe(false)
    expect(store.list(all).stale).toBe(true)
    store.loadList(all, [], null, 500)
    expect(store.list(all).stale).toBe(false)
  })

  it('whoever reads further up in a thread goes on reading, unless there is a hole', () => {
    const thread = store.thread(1)
    thread.load([message(13, 1, 3), message(12, 1, 2)], 'older', 1, true)
    thread.load([message(11, 1, 1)], null, 1, false)
    thread.load([message(14, 1, 4), message(13, 1, 3)], 'from 13', 500, true)
    expect(thread.messages.value.map(({ id }) => id)).toEqual([11, 12, 13, 14])
    expect(thread.next.value).toBe(null)
    thread.load([message(99, 1, 99)], 'from 99', 900, true)
    expect(thread.messages.value.map(({ id }) => id)).toEqual([99])
    expect(thread.next.value).toBe('from 99')
  })
})

describe('order of arrival', () => {
  it('an event that was seen changes nothing', () => {
    store.apply([created(10, conversation(1, { last_text: 'new' }))])
    store.apply([updated(9, conversation(1, { last_text: 'old' }))])
    store.apply([updated(10, conversation(1, { last_text: 'old' }))])
    expect(store.conversations.get(1)?.last_text).toBe('new')
    expect(store.cursor).toBe(10)
  })

  it('a page that is older than an event does not undo it', () => {
    store.apply([created(52, conversation(1, { last_text: 'from the feed' }))])
    store.loadList(all, [conversation(1, { last_text: 'from the page' }), conversation(2)], null, 50)
    expect(store.conversations.get(1)?.last_text).toBe('from the feed')
    expect(store.list(all).shown.value).toContain(1)
  })

  it('a page does not bring back what an event took out of the list', () => {
    store.apply([updated(52, conversation(1, { owed: false }))])
    store.loadList(owed, [conversation(1)], null, 50)
    expect(store.list(owed).shown.value).toEqual([])
  })

  it('a page keeps what came by event and is not on it', () => {
    store.list(owed).status.value = 'loading'
    store.apply([created(52, conversation(9))])
    store.loadList(owed, [conversation(1)], null, 50)
    expect([...store.list(owed).shown.value].sort()).toEqual([1, 9])
  })

  it('after a gap the store equals one that saw everything', () => {
    const events = [
      created(1, conversation(1)),
      said(2, message(11, 1), conversation(1, { last_text: 'one' })),
      created(3, conversation(2)),
      updated(4, conversation(1, { owed: false })),
      gone(5, 2),
      created(6, conversation(3)),
    ]
    const whole = new LiveStore(() => kMe)
    for (const one of [whole, store]) one.loadList(owed, [], null, 0)
    whole.apply(events)
    store.apply(events.slice(0, 2))
    store.apply(events.slice(1)) // the cut socket asks from the last number; one comes twice
    expect(store.list(owed).shown.value).toEqual(whole.list(owed).shown.value)
    expect([...store.conversations.entries()]).toEqual([...whole.conversations.entries()])
    expect(store.cursor).toBe(whole.cursor)
  })
})

it('begins anew where the record was put back to an earlier day', () => {
  store.apply([created(900, conversation(1, { last_text: 'later' }))])
  store.goOnFrom(20)
  store.loadList(all, [conversation(1, { last_text: 'earlier' })], null, 20)
  expect(store.conversations.get(1)?.last_text).toBe('earlier')
  store.apply([updated(21, conversation(1, { last_text: 'again' }))])
  expect(store.conversations.get(1)?.last_text).toBe('again')
})

describe('messages', () => {
  it('stand by time, each once, in the newest wording', () => {
    const thread = store.thread(1)
    thread.load([message(13, 1, 3), message(11, 1, 1)], 'older', 5, true)
    store.apply([said(6, message(14, 1, 4), conversation(1)), said(7, message(12, 1, 2), conversation(1))])
    expect(thread.messages.value.map(({ id }) => id)).toEqual([11, 12, 13, 14])
    store.apply([{ ...said(8, { ...message(14, 1, 4), delivery: 'sent' }, conversation(1)), type: 'message.updated' }])
    expect(thread.messages.value).toHaveLength(4)
    expect(thread.messages.value[3]?.delivery).toBe('sent')
    thread.load([{ ...message(14, 1, 4), delivery: 'queued' }], null, 7, false)
    expect(thread.messages.value[3]?.delivery).toBe('sent')
  })

  it('a fresh page keeps only what is newer than it', () => {
    const thread = store.thread(1)
    thread.load([message(11, 1, 1)], null, 5, true)
    store.apply([said(9, message(15, 1, 5), conversation(1))])
    thread.load([message(12, 1, 2)], null, 8, true)
    expect(thread.messages.value.map(({ id }) => id)).toEqual([12, 15])
  })

  it('that a fresh page leaves out are gone; a page that comes late takes nothing away', () => {
    const thread = store.thread(1)
    thread.load([message(13, 1, 3), message(12, 1, 2), message(11, 1, 1)], 'older', 5, true)
    thread.load([message(13, 1, 3), message(11, 1, 1)], 'older', 8, true)
    expect(thread.messages.value.map(({ id }) => id)).toEqual([11, 13])
    thread.load([message(14, 1, 4), message(13, 1, 3), message(11, 1, 1)], 'older', 9, true)
    thread.load([message(13, 1, 3), message(11, 1, 1)], 'older', 7, true)
    expect(thread.messages.value.map(({ id }) => id)).toEqual([11, 13, 14])
  })

  it('that moved are asked for anew, in both threads, by a page that knows of it', () => {
    const [from, to] = [store.thread(1), store.thread(2)]
    from.load([message(12, 1, 2), message(11, 1, 1)], 'older', 5, true)
    to.load([message(21, 2, 1)], null, 5, true)
    store.apply([moved(6, 1, conversation(2))])
    expect([from.outdated, to.outdated]).toEqual([true, true])
    expect(from.messages.value).toHaveLength(2)
    from.load([message(12, 1, 2), message(11, 1, 1)], 'older', 5, true)
    expect(from.outdated).toBe(true)
    from.load([message(11, 1, 1)], null, 6, true)
    expect(from.outdated).toBe(false)
    expect(from.messages.value.map(({ id }) => id)).toEqual([11])
    expect(from.next.value).toBe(null)
    to.load([message(12, 2, 2), message(21, 2, 1)], null, 7, true)
    expect(to.messages.value.map(({ id }) => id)).toEqual([21, 12])
  })

  it('of a thread that was never opened are not kept', () => {
    store.apply([said(1, message(11, 1), conversation(1))])
    expect(store.thread(1).status.value).toBe('new')
    expect(store.thread(1).messages.value).toEqual([])
  })
})

describe('what a person did', () => {
  it('shows at once and can be taken back', () => {
    store.loadList(owed, [conversation(1)], null, 1)
    const takeBack = store.guess(1, { owed: false, clock: null, status: 'resolved', views: ['resolved', 'all'] })
    expect(store.list(owed).shown.value).toEqual([])
    takeBack()
    expect(store.list(owed).shown.value).toEqual([1])
    expect(store.conversations.get(1)?.status).toBe('open')
  })

  it('is not taken back over an event that came meanwhile', () => {
    store.loadList(owed, [conversation(1)], null, 1)
    const takeBack = store.guess(1, { assignee_id: kMe })
    store.apply([updated(2, conversation(1, { assignee_id: 9 }))])
    takeBack()
    expect(store.conversations.get(1)?.assignee_id).toBe(9)
  })

  it('the reply to a request does not undo a later event', () => {
    store.loadList(owed, [conversation(1)], null, 1)
    const version = store.versionOf(1)
    store.apply([updated(2, conversation(1, { last_text: 'later' }))])
    store.confirm(conversation(1, { last_text: 'earlier' }), version)
    expect(store.conversations.get(1)?.last_text).toBe('later')
  })
})

describe('counts', () => {
  beforeEach(() => {
    store.setCounts([
      { view: 'owed', count: 1, late: 0, more: false },
      { view: 'mine', count: 0, late: 0, more: false },
    ])
    store.loadList(owed, [conversation(1)], null, 1)
  })

  it('follow what is known', () => {
    store.apply([created(2, conversation(2, { assignee_id: kMe }))])
    expect(store.counts.value.get('owed')).toEqual({ count: 2, late: 0, more: false })
    expect(store.counts.value.get('mine')).toEqual({ count: 1, late: 0, more: false })
    store.apply([{ ...updated(3, conversation(1, { breached: true })), type: 'clock.breached', kind: null }])
    expect(store.counts.value.get('owed')).toEqual({ count: 2, late: 1, more: false })
    store.apply([updated(4, conversation(1, { owed: false }))])
    expect(store.counts.value.get('owed')).toEqual({ count: 1, late: 0, more: false })
    expect(store.countsStale.value).toBe(0)
  })

  it('know a new conversation by its first message', () => {
    store.apply([said(2, message(11, 2), conversation(2))])
    expect(store.counts.value.get('owed')).toEqual({ count: 2, late: 0, more: false })
    expect(store.countsStale.value).toBe(0)
  })

  it('ask for themselves when it is not known what a conversation was', () => {
    store.apply([said(1, message(11, 98), conversation(98, { message_count: 2 }))])
    expect(store.countsStale.value).toBe(1)
    store.countsStale.value = 0
    store.apply([updated(2, conversation(99))])
    expect(store.countsStale.value).toBe(1)
    expect(store.counts.value.get('owed')?.count).toBe(1)
  })

  it('a page changes none', () => {
    store.loadList(all, [conversation(1), conversation(2)], null, 5)
    expect(store.counts.value.get('owed')?.count).toBe(1)
    expect(store.countsStale.value).toBe(0)
  })
})

it('remembers how long a clock ran that an answer stopped', () => {
  store.loadList(owed, [conversation(1, { due: 300 })], null, 1)
  const answered = conversation(1, { owed: false, said: 73 })
  store.apply([said(2, message(5, 1, 73), answered)])
  expect(store.stopped.get(1)).toBe(73_000)
})

it('repaints nothing for an event that changes nothing', () => {
  store.loadList(owed, [conversation(1)], null, 1)
  const before = store.conversations.get(1)?.clock
  const shown = store.list(owed).shown.value
  store.apply([updated(2, conversation(1))])
  expect(store.conversations.get(1)?.clock).toBe(before)
  expect(store.list(owed).shown.value).toBe(shown)
})
