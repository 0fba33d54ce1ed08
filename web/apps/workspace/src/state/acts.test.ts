import { expect, test } from 'vitest'
import type { Act, ActKind, Message } from '@heed/api'
import { offersOf, standing } from './acts'

const act = (kind: ActKind): Act => ({ kind, user_id: 1, done_at: '2026-03-02T09:00:00.000Z' })
const message = (change: Partial<Message> = {}) =>
  ({
    delivery: 'received',
    deleted_at: null,
    direction: 'inbound',
    is_public: true,
    acts: [],
    ...change,
  }) as unknown as Message
const abilities = {
  actions: ['like', 'unlike', 'share', 'unshare', 'remove', 'mark_read'] as ActKind[],
  removes_others: false,
}

test('of opposites the later one holds', () => {
  expect(standing([act('like'), act('share'), act('unlike')]).map(({ kind }) => kind)).toEqual(['share'])
  expect(standing([act('like'), act('unlike'), act('like')]).map(({ kind }) => kind)).toEqual(['like'])
})

test('only what the channel can do, and what is not done yet', () => {
  expect(offersOf(message(), abilities)).toEqual(['like', 'share', 'mark_read'])
  expect(offersOf(message({ acts: [act('like'), act('mark_read')] }), abilities)).toEqual(['unlike', 'share'])
  expect(offersOf(message(), { actions: [], removes_others: false })).toEqual([])
})

test('what was said in private is not shared, and only our own words are removed', () => {
  expect(offersOf(message({ is_public: false }), abilities)).toEqual(['like', 'mark_read'])
  expect(offersOf(message({ direction: 'outbound', delivery: 'sent' }), abilities)).toEqual(['remove'])
  expect(offersOf(message(), { ...abilities, removes_others: true })).toContain('remove')
})

test('nothing can be done to what is not there', () => {
  expect(offersOf(message({ direction: 'outbound', delivery: 'queued' }), abilities)).toEqual([])
  expect(offersOf(message({ deleted_at: '2026-03-02T09:00:00.000Z' }), abilities)).toEqual([])
})
