// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { LiveStore } from './store'
import { conversation, message } from './test_kit'

let store: LiveStore
beforeEach(() => {
  store = new LiveStore(() => 7)
})

describe('what came beside a text', () => {
  const file = { id: 5, name: 'wheel.png', type: 'image/png', size: 9, description: '', is_inline: false }
  it('stays when the feed, which does not tell it, tells of a change', () => {
    const thread = store.thread(1)
    thread.load([{ ...message(1, 1), subject: 'A wheel', attachments: [file] }], null, 1, true)
    const changed = { ...message(1, 1), text: 'Edited' }
    store.apply([{ type: 'message.updated', seq: 2, at: '', message: changed, conversation: conversation(1) }])
    expect(thread.messages.value[0]).toMatchObject({ text: 'Edited', subject: 'A wheel', attachments: [file] })
  })
  it('is read when the thread is shown the next time', () => {
    store.thread(1).load([message(1, 1)], null, 1, true)
    store.lacksDetails(1, 2)
    expect(store.thread(1).outdated).toBe(true)
    store.lacksDetails(2, 2)
    expect(store.thread(2).outdated).toBe(false)
  })
})
