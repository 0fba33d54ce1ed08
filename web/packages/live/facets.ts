// What lists are narrowed by, of what triage says. The server finds out what a conversation says (`facets`); here it is only
// compared, name by name.
import type { Conversation, Facets } from '@heed/api'

export interface FacetFilter {
  intents: readonly string[] // Of several, any will do; none: whatever it is.
  sentiments: readonly string[]
  languages: readonly string[]
  urgency: number // At least.
  spam: boolean | null // Null: whether or not.
  abuse: boolean | null
}

export const kNoFacets: FacetFilter = { intents: [], sentiments: [], languages: [], urgency: 0, spam: null, abuse: null }
const kNothingSaid: Facets = { intents: [], sentiments: [], languages: [], urgency: 0, spam: false, abuse: false }

// As the parameters of an address, in the names of the API; the same for the same filter.
export function facetParams({ intents, sentiments, languages, urgency, spam, abuse }: FacetFilter): Record<string, string> {
  const names = (list: readonly string[]) => [...list].sort().join(',')
  const all = {
    intents: names(intents),
    sentiments: names(sentiments),
    languages: names(languages),
    urgency: urgency > 0 ? String(urgency) : '',
    spam: spam === null ? '' : String(spam),
    abuse: abuse === null ? '' : String(abuse),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

export const narrows = (filter: FacetFilter): boolean => Object.keys(facetParams(filter)).length > 0

const isAnyOf = (found: readonly string[], wanted: readonly string[]) =>
  wanted.length === 0 || wanted.some((name) => found.includes(name))

export function matchesFacets({ facets }: Pick<Conversation, 'facets'>, filter: FacetFilter): boolean {
  const said = facets ?? kNothingSaid
  return (
    isAnyOf(said.intents, filter.intents) &&
    isAnyOf(said.sentiments, filter.sentiments) &&
    isAnyOf(said.languages, filter.languages) &&
    said.urgency >= filter.urgency &&
    said.spam === (filter.spam ?? said.spam) &&
    said.abuse === (filter.abuse ?? said.abuse)
  )
}
