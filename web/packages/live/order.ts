// Which conversations stand in a list, and in what order. The server decides the membership (`views` of each conversation);
// here it is only read. The orders are the ones the API documents.
import type { Conversation, View } from '@heed/api'
import { facetParams, matchesFacets, type FacetFilter } from './facets'

export interface ListQuery {
  view: View
  inboxId: number | null
  byPriority?: boolean // Only where ranked() says so.
  facets?: FacetFilter | null // Only where narrowable() says so.
}

// The views that the server ranks: what is to be worked on.
export const ranked = (view: View): boolean => ['owed', 'mine', 'unassigned', 'open'].includes(view)

// And those that can be narrowed by what triage says: what is under way.
export const narrowable = (view: View): boolean => view !== 'resolved' && view !== 'all'

export const listKey = ({ view, inboxId, byPriority, facets }: ListQuery): string =>
  [view, inboxId ?? '', ...(byPriority ? ['priority'] : []), ...(facets ? [JSON.stringify(facetParams(facets))] : [])].join(
    '|',
  )

export function standsIn(conversation: Conversation, query: ListQuery, me: number): boolean {
  if (query.inboxId !== null && conversation.inbox_id !== query.inboxId) return false
  if (query.facets && !matchesFacets(conversation, query.facets)) return false
  if (query.view === 'mine') return conversation.assignee_id === me && conversation.views.includes('open')
  return conversation.views.includes(query.view)
}

export interface Place {
  id: number
  key: number // Smaller stands higher.
}

// By priority: the highest first. Else `owed`: nearest deadline first; `snoozed`: by when it ends; others: newest word first.
export function placeOf(conversation: Conversation, { view, byPriority }: ListQuery): Place {
  const { id } = conversation
  if (byPriority) return { id, key: -(conversation.priority ?? -1) }
  if (view === 'owed') {
    return { id, key: Date.parse(conversation.clock?.due_at ?? conversation.owed_since ?? conversation.last_said_at) }
  }
  if (view === 'snoozed') return { id, key: Date.parse(conversation.snoozed_until ?? conversation.last_said_at) }
  return { id, key: -Date.parse(conversation.last_said_at) }
}

export function comparePlaces(a: Place, b: Place, { view, byPriority }: ListQuery): number {
  if (a.key !== b.key) return a.key - b.key
  return !byPriority && (view === 'owed' || view === 'snoozed') ? a.id - b.id : b.id - a.id
}
