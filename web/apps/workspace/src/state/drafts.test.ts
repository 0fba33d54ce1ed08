import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type * as DraftsModule from './drafts'
import type * as KeepModule from './keep'

type Drafts = typeof DraftsModule
type Keep = typeof KeepModule

// A page that is opened: nothing in memory, the database as it was left.
async function open(): Promise<Drafts & Keep> {
  vi.resetModules()
  return { ...(await import('./drafts')), ...(await import('./keep')) }
}
let page: Drafts & Keep
beforeEach(async () => {
  page = await open()
})
afterEach(async () => {
  const db = await page.kept()
  await db?.clear('drafts')
  db?.close()
})

it('a draft belongs to a person, a conversation and a mode, and to no view', () => {
  page.setDraft(1, 10, 'reply', 'Dear Ana')
  page.setDraft(1, 10, 'note', 'ask the depot')
  page.setDraft(2, 10, 'reply', 'Hello')
  expect(page.draftOf(1, 10, 'reply')).toBe('Dear Ana')
  expect(page.draftOf(1, 10, 'note')).toBe('ask the depot')
  expect(page.draftOf(2, 10, 'reply')).toBe('Hello')
  expect(page.draftOf(1, 11, 'reply')).toBe('')
  expect(page.hasDraft(1, 10)).toBe(true)
  expect(page.hasDraft(1, 11)).toBe(false)
})

it('a draft goes with the words of its conversation, behind what was begun where they stand now', async () => {
  page.setDraft(1, 10, 'reply', 'Dear Ana')
  page.setDraft(1, 10, 'note', 'ask the depot')
  page.setDraft(1, 11, 'reply', 'Hello')
  page.setDraft(2, 10, 'reply', 'somebody else’s')
  expect(page.draftedIn(1)).toEqual([10, 11])
  page.moveDrafts(1, 10, 11)
  expect(page.draftOf(1, 11, 'reply')).toBe('Hello\nDear Ana')
  expect(page.draftOf(1, 11, 'note')).toBe('ask the depot')
  expect(page.hasDraft(1, 10)).toBe(false)
  expect(page.draftOf(2, 10, 'reply')).toBe('somebody else’s')
  await page.flushDrafts()
  const later = await open()
  await later.loadDrafts()
  expect(later.draftedIn(1)).toEqual([11])
})

it('survives a closed tab', async () => {
  page.setDraft(1, 10, 'reply', 'Dear')
  page.setDraft(1, 10, 'reply', 'Dear Ana')
  await page.flushDrafts()
  const later = await open()
  expect(later.draftOf(1, 10, 'reply')).toBe('')
  await later.loadDrafts()
  expect(later.draftOf(1, 10, 'reply')).toBe('Dear Ana')
})

it('what is typed while the old drafts load is not overwritten', async () => {
  page.setDraft(1, 10, 'reply', 'old')
  await page.flushDrafts()
  const later = await open()
  later.setDraft(1, 10, 'reply', 'new')
  await later.loadDrafts()
  expect(later.draftOf(1, 10, 'reply')).toBe('new')
  await later.flushDrafts()
})

it('a draft that was sent is gone for good', async () => {
  page.setDraft(1, 10, 'reply', 'Dear Ana')
  await page.flushDrafts()
  page.setDraft(1, 10, 'reply', '')
  await page.flushDrafts()
  const later = await open()
  await later.loadDrafts()
  expect(later.hasDraft(1, 10)).toBe(false)
})

it('is kept in memory where the browser refuses a database', async () => {
  const real = globalThis.indexedDB
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new DOMException('refused', 'SecurityError')
    },
  })
  const poor = await open()
  await poor.loadDrafts()
  poor.setDraft(1, 10, 'reply', 'Dear Ana')
  await poor.flushDrafts()
  expect(poor.draftOf(1, 10, 'reply')).toBe('Dear Ana')
  vi.stubGlobal('indexedDB', real)
})
