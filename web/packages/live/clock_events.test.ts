// @vitest-environment node
import { expect, it } from 'vitest'
import { conversation, updated } from './test_kit'
import { LiveStore } from './store'

it('a clock that warns or moves changes no count, and its row moves with it', () => {
  const store = new LiveStore(() => 7)
  const owed = { view: 'owed', inboxId: null } as const
  store.setCounts([{ view: 'owed', count: 2, late: 0, more: false }])
  store.loadList(owed, [conversation(1, { due: 60 }), conversation(2, { due: 300 })], null, 1)
  expect(store.list(owed).shown.value).toEqual([1, 2])
  const later = conversation(1, { due: 900 })
  store.apply([
    { ...updated(2, conversation(1, { due: 60 })), type: 'clock.warned', kind: null },
    { ...updated(3, later), type: 'clock.moved', previous_due_at: '2026-03-02T09:01:00Z', why: 'A policy changed.' },
  ])
  expect(store.counts.value.get('owed')).toEqual({ count: 2, late: 0, more: false })
  expect(store.conversations.get(1)?.clock?.due_at).toBe(later.clock?.due_at)
})

it('who is there is nothing of a conversation; what routing decided carries one', () => {
  const store = new LiveStore(() => 7)
  store.apply([{ type: 'presence.changed', seq: 1, at: '2026-03-02T09:00:00Z', user_id: 7, presence: 'away', by: null }])
  expect([store.cursor, store.conversations.size]).toEqual([1, 0])
  const decision = { outcome: 'assigned' as const, user_id: 7, team_id: null, grounds: [] }
  store.loadList({ view: 'owed', inboxId: null }, [conversation(1, { due: 60 })], null, 1)
  store.apply([
    { ...updated(2, { ...conversation(1, { due: 60 }), assignee_id: 7 }), type: 'conversation.routed', decision },
  ])
  expect(store.conversations.get(1)?.assignee_id).toBe(7)
})
