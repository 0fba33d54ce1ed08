// @vitest-environment node
import { expect, it } from 'vitest'
import { facetParams, kNoFacets, matchesFacets, narrows, type FacetFilter } from './facets'
import { LiveStore } from './store'
import { conversation } from './test_kit'

const said = {
  intents: ['delivery', 'refund'],
  sentiments: ['negative'],
  languages: ['de'],
  urgency: 1,
  spam: false,
  abuse: true,
}
const fits = (filter: Partial<FacetFilter>) => matchesFacets({ facets: said }, { ...kNoFacets, ...filter })

it('is true where each field is, and of several names where one is', () => {
  expect(fits({})).toBe(true)
  expect(fits({ intents: ['billing', 'refund'], languages: ['de'], urgency: 1, abuse: true })).toBe(true)
  expect(fits({ intents: ['billing'] })).toBe(false)
  expect(fits({ languages: ['en'] })).toBe(false)
  expect(fits({ urgency: 2 })).toBe(false)
  expect(fits({ spam: true })).toBe(false)
  expect(fits({ spam: false })).toBe(true)
  expect(matchesFacets({ facets: null }, { ...kNoFacets, intents: ['refund'] })).toBe(false)
  expect(matchesFacets({ facets: null }, { ...kNoFacets, spam: false })).toBe(true)
})

it('is written the same whatever order it was made in', () => {
  expect(facetParams({ ...kNoFacets, intents: ['refund', 'billing'], urgency: 2, spam: false })).toEqual({
    intents: 'billing,refund',
    urgency: '2',
    spam: 'false',
  })
  expect(narrows(kNoFacets)).toBe(false)
})

it('keeps a narrowed list as what is said changes', () => {
  const store = new LiveStore(() => 7)
  const query = { view: 'owed', inboxId: null, facets: { ...kNoFacets, intents: ['refund'] } } as const
  const facets = (intents: string[]) => ({ ...said, intents })
  store.loadList(query, [conversation(1, { facets: facets(['refund']) })], null, 1)
  const ranked = (seq: number, id: number, intents: string[]) =>
    ({ type: 'conversation.ranked', seq, at: '', conversation: conversation(id, { facets: facets(intents) }) }) as const
  store.apply([ranked(2, 2, ['refund']), ranked(3, 3, ['billing'])])
  expect(store.list(query).shown.value).toEqual([1, 2])
  store.apply([ranked(4, 1, ['question'])])
  expect(store.list(query).shown.value).toEqual([2])
})
