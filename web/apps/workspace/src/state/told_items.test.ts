// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ListedNotice, Notice } from '@heed/api'
import { conversation } from '../../../../packages/live/test_kit'
import {
  freshSince,
  isPressing,
  newestId,
  noticesOf,
  unseenOf,
  withAllSeen,
  withConversation,
  withNotice,
} from './told_items'

const notice = (id: number, more: Partial<Notice> = {}): Notice => ({
  id,
  conversation_id: 1,
  cause: 'breached',
  text: '',
  rung: 0,
  made_at: '2026-11-21T10:00:00Z',
  climbs_at: '2026-11-21T10:10:00Z',
  seen_at: null,
  taken_at: null,
  taken_by: null,
  ...more,
})
const item = (id: number, more: Partial<Notice> = {}): ListedNotice => ({
  notification: notice(id, more),
  conversation: { ...conversation(1), owed: true },
})
const seen_at = '2026-11-21T10:01:00Z'
const pages = (...items: ListedNotice[]) => ({ pages: [{ items, unseen: 2, next: null }], pageParams: [''] })

describe('what one is told', () => {
  it('changes where it stands, and is counted until it is seen', () => {
    const data = withNotice(pages(item(2), item(1)), notice(2, { seen_at }))
    expect(noticesOf(data)[0]?.notification.seen_at).toBe(seen_at)
    expect(unseenOf(data)).toBe(1)
    expect(unseenOf(withNotice(data, notice(2, { seen_at, taken_by: 3 })))).toBe(1)
  })
  it('is left alone by what is not in the list', () => {
    const data = pages(item(2), item(1))
    expect(withNotice(data, notice(9, { seen_at }))).toBe(data)
    expect(withConversation(data, conversation(9))).toBe(data)
  })
  it('is all seen at once, and what was seen before stays seen then', () => {
    const data = withAllSeen(pages(item(2), item(1, { seen_at })), '2026-11-21T11:00:00Z')
    expect(noticesOf(data).map(({ notification }) => notification.seen_at)).toEqual(['2026-11-21T11:00:00Z', seen_at])
    expect(unseenOf(data)).toBe(0)
  })
  it('shows its conversation as it is now', () => {
    const data = withConversation(pages(item(2)), { ...conversation(1), last_text: 'Hello?' })
    expect(noticesOf(data)[0]?.conversation?.last_text).toBe('Hello?')
  })
})

describe('what presses', () => {
  it('is a broken promise that nobody has, to somebody who still waits', () => {
    expect(isPressing(item(1))).toBe(true)
    expect(isPressing(item(1, { cause: 'escalated' }))).toBe(true)
    expect(isPressing(item(1, { cause: 'warned' }))).toBe(false)
    expect(isPressing(item(1, { seen_at }))).toBe(false)
    expect(isPressing(item(1, { taken_at: seen_at, taken_by: 4 }))).toBe(false)
    expect(isPressing({ ...item(1), conversation: { ...conversation(1), owed: false } })).toBe(false)
    expect(isPressing({ ...item(1), conversation: null })).toBe(false)
  })
})

it('news is what came since, unseen, in the order in which it came', () => {
  const items = [item(5), item(4, { seen_at }), item(3), item(2)]
  expect(newestId(items)).toBe(5)
  expect(newestId([])).toBe(0)
  expect(freshSince(items, 2).map(({ notification }) => notification.id)).toEqual([3, 5])
})
