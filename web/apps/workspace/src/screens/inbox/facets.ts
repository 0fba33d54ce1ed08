// What a list is narrowed by, of what triage says: in its address, and in words.
import { shallowRef } from 'vue'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { facetParams, kNoFacets, narrows, type FacetFilter, type ListQuery } from '@heed/live'
import { intentName, languageName } from '../../parts/triage_words'
import { locale, tData } from '../../words'

// Whether the menu is open.
export const filtering = shallowRef(false)

// What is written there but cannot be is left out. None: the list is whole.
export function readFacets(query: LocationQuery): FacetFilter | null {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const names = (name: string) => text(name).split(',').filter(Boolean)
  const truth = (name: string) => ({ true: true, false: false })[text(name)] ?? null
  const filter: FacetFilter = {
    intents: names('intents'),
    sentiments: names('sentiments').filter((one) => ['negative', 'neutral', 'positive'].includes(one)),
    languages: names('languages'),
    urgency: ['1', '2'].includes(text('urgency')) ? Number(text('urgency')) : 0,
    spam: truth('spam'),
    abuse: truth('abuse'),
  }
  return narrows(filter) ? filter : null
}

export function addressOf({ view, inboxId, facets }: ListQuery): { path: string; query: LocationQueryRaw } {
  const inbox = inboxId === null ? {} : { inbox: String(inboxId) }
  return { path: `/inbox/${view}`, query: { ...inbox, ...facetParams(facets ?? kNoFacets) } }
}

export type FacetField = keyof FacetFilter
export interface Choice {
  field: FacetField
  value: string // As the API has it.
}

export function isChosen(filter: FacetFilter, { field, value }: Choice): boolean {
  const now = filter[field]
  return Array.isArray(now) ? now.includes(value) : String(now) === value
}

// With the choice where it was not, without it where it was.
export function turned(filter: FacetFilter, choice: Choice): FacetFilter {
  const { field, value } = choice
  const chosen = isChosen(filter, choice)
  switch (field) {
    case 'urgency':
      return { ...filter, urgency: chosen ? 0 : Number(value) }
    case 'spam':
    case 'abuse':
      return { ...filter, [field]: chosen ? null : value === 'true' }
    default:
      return { ...filter, [field]: chosen ? filter[field].filter((one) => one !== value) : [...filter[field], value] }
  }
}

export function choiceName({ field, value }: Choice): string {
  switch (field) {
    case 'intents':
      return intentName(value)
    case 'languages':
      return languageName(value)
    case 'sentiments':
      return tData('triage.feel', value)
    default:
      return tData(`filter.${field}`, value)
  }
}

export interface Chip extends Choice {
  text: string
}
// Everything that narrows, one by one.
export function chipsOf(filter: FacetFilter): Chip[] {
  return Object.entries(facetParams(filter)).flatMap(([name, values]) => {
    const field = name as FacetField
    return values.split(',').map((value) => ({ field, value, text: choiceName({ field, value }) }))
  })
}

export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction', style: 'short' }).format(names)
