// How work is given out, and how it came to where it is: asked of the server, and asked again when the feed says that routing
// decided or that its settings changed.
import { computed, onBeforeUnmount, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import {
  call,
  client,
  type Conversation,
  type ConversationRouting,
  type RoutingDecision,
  type RoutingGround,
} from '@heed/api'
import { onEvents, onReload } from './live'
import { queries } from './queries'
import { may } from './session'

const kMostQueued = 200

export const useTeamRouting = (id: number) =>
  useQuery({
    queryKey: ['routing', 'team', id],
    queryFn: () => call(client.GET('/api/v1/teams/{team_id}/routing', { params: { path: { team_id: id } } })),
  })
export const useRoutingProfile = (id: number) =>
  useQuery({
    queryKey: ['routing', 'profile', id],
    queryFn: () => call(client.GET('/api/v1/users/{user_id}/routing_profile', { params: { path: { user_id: id } } })),
  })
export const useRoutingWeights = () =>
  useQuery({
    queryKey: ['routing', 'weights'],
    queryFn: async () => (await call(client.GET('/api/v1/routing/weights'))).items,
    enabled: computed(() => may('reports_read')),
  })
export const useRoutingQueue = () =>
  useQuery({
    queryKey: ['routing', 'queue'],
    queryFn: () => call(client.GET('/api/v1/routing/queue', { params: { query: { limit: kMostQueued } } })),
    enabled: computed(() => may('conversations_read')),
    staleTime: 0,
  })

export const reloadRouting = (): Promise<void> => queries.invalidateQueries({ queryKey: ['routing'] })

export type RoutedNote =
  | { key: string; at: string; decision: RoutingDecision }
  | { key: 'waits'; at: null; waits: readonly RoutingGround[]; overflows_at: string | null }

// Decisions that moved it, each at its moment; then why nobody has it now. That a team takes what it wants goes without saying.
export function notesOf(routing: ConversationRouting | undefined): RoutedNote[] {
  if (!routing) return []
  const { items, waits_because, overflows_at } = routing
  const told = items
    .filter(({ outcome }) => outcome !== 'waiting')
    .map((decision): RoutedNote => ({ key: `${decision.at} ${decision.outcome}`, at: decision.at, decision }))
    .reverse()
  const waits = waits_because?.filter(({ code }) => code !== 'manual') ?? []
  return waits.length > 0 ? [...told, { key: 'waits', at: null, waits, overflows_at }] : told
}

export function useRoutedNotes(conversation: MaybeRefOrGetter<Conversation>) {
  // Who has it by hand is told by the conversation itself; what routing did, by an event of its own.
  const asked = computed(() => {
    const { id, assignee_id, team_id, status } = toValue(conversation)
    return { id, assignee_id, team_id, status }
  })
  const { data } = useQuery({
    queryKey: ['routing', 'story', asked],
    queryFn: () => {
      const params = { path: { conversation_id: asked.value.id } }
      return call(client.GET('/api/v1/conversations/{conversation_id}/routing', { params }))
    },
    placeholderData: (before, query) => {
      const [, , last] = (query?.queryKey ?? []) as [string?, string?, { id: number }?]
      return last?.id === asked.value.id ? before : undefined
    },
  })
  const ask = () => void queries.invalidateQueries({ queryKey: ['routing', 'story'] })
  const stops = [
    onEvents((events) => {
      if (events.some((event) => event.type === 'conversation.routed' && event.conversation.id === asked.value.id)) ask()
    }),
    onReload(ask),
  ]
  onBeforeUnmount(() => {
    for (const stop of stops) stop()
  })
  return computed(() => notesOf(data.value))
}
