// @vitest-environment node
import { expect, it } from 'vitest'
import { kNoFacets } from '@heed/live'
import { addressOf, chipsOf, isChosen, readFacets, turned } from './facets'

it('is read from the address, without what cannot be', () => {
  expect(readFacets({})).toBe(null)
  expect(readFacets({ inbox: '7', urgency: '3', sentiments: 'sad', spam: 'maybe', intents: ',' })).toBe(null)
  expect(readFacets({ intents: 'refund,billing', urgency: '1', spam: 'false', languages: ['de', 'en'] })).toEqual({
    ...kNoFacets,
    intents: ['refund', 'billing'],
    urgency: 1,
    spam: false,
  })
})

it('is written there beside the inbox', () => {
  const facets = { ...kNoFacets, intents: ['refund', 'billing'], abuse: true }
  expect(addressOf({ view: 'owed', inboxId: 7, facets })).toEqual({
    path: '/inbox/owed',
    query: { inbox: '7', intents: 'billing,refund', abuse: 'true' },
  })
  expect(addressOf({ view: 'all', inboxId: null })).toEqual({ path: '/inbox/all', query: {} })
})

it('is turned on and off, one choice at a time', () => {
  const refund = { field: 'intents', value: 'refund' } as const
  const today = { field: 'urgency', value: '1' } as const
  const clean = { field: 'spam', value: 'false' } as const
  const all = [refund, today, clean].reduce(turned, kNoFacets)
  expect(all).toEqual({ ...kNoFacets, intents: ['refund'], urgency: 1, spam: false })
  expect([refund, today, clean].every((choice) => isChosen(all, choice))).toBe(true)
  expect(chipsOf(all).map(({ field, value }) => `${field} ${value}`)).toEqual(['intents refund', 'urgency 1', 'spam false'])
  expect([refund, today, clean].reduce(turned, all)).toEqual(kNoFacets)
  expect(turned(all, { field: 'spam', value: 'true' }).spam).toBe(true)
})
