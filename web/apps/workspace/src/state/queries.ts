// What the socket does not patch: read through TanStack Query, loaded again when the feed says that settings changed.
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { call, client, isFailure, type Conversation, type Inbox, type Team, type User } from '@heed/api'
import type { FeedEvent, ListQuery } from '@heed/live'
import { store } from './live'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      // What the server refused it will refuse again; what did not arrive may the next time.
      retry: (tries, error) => tries < 2 && (isFailure(error, 'offline') || isFailure(error, 'unavailable')),
    },
  },
})

const items = async <T>(list: Promise<{ items: T[] }>): Promise<T[]> => (await list).items

// How an inbox fares is of the moment: screens that show it ask again and again while they are looked at.
export const kHealthEveryMs = 10_000

export const useInboxes = (everyMs: number | false = false) =>
  useQuery({
    queryKey: ['inboxes'],
    queryFn: () => items(call(client.GET('/api/v1/inboxes'))),
    refetchInterval: everyMs,
  })
export const useChannels = () =>
  useQuery({ queryKey: ['channels'], queryFn: () => items(call(client.GET('/api/v1/channels'))), staleTime: Infinity })
export const useUsers = () => useQuery({ queryKey: ['users'], queryFn: () => items(call(client.GET('/api/v1/users'))) })
export const useTeams = () => useQuery({ queryKey: ['teams'], queryFn: () => items(call(client.GET('/api/v1/teams'))) })
export const useTokens = () => useQuery({ queryKey: ['tokens'], queryFn: () => items(call(client.GET('/api/v1/tokens'))) })
export const useQuarantine = () =>
  useQuery({ queryKey: ['quarantine'], queryFn: () => call(client.GET('/api/v1/quarantine')) })
export const useOrganization = () =>
  useQuery({ queryKey: ['organization'], queryFn: () => call(client.GET('/api/v1/organization')) })
export const useCareReport = () =>
  useQuery({ queryKey: ['report', 'care'], queryFn: () => call(client.GET('/api/v1/reports/care')) })

export const useInboxSettings = (id: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['inboxes', computed(() => toValue(id)), 'settings'],
    refetchInterval: kHealthEveryMs,
    queryFn: () => call(client.GET('/api/v1/inboxes/{inbox_id}/settings', { params: { path: { inbox_id: toValue(id) } } })),
  })

export const useContact = (id: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['contacts', computed(() => toValue(id))],
    queryFn: () => call(client.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: toValue(id) } } })),
    enabled: computed(() => toValue(id) > 0),
  })

export const useIdentities = (id: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['contacts', computed(() => toValue(id)), 'identities'],
    queryFn: () =>
      items(call(client.GET('/api/v1/contacts/{contact_id}/identities', { params: { path: { contact_id: toValue(id) } } }))),
    enabled: computed(() => toValue(id) > 0),
  })

// What happened between one person and us, newest first.
export const useTimeline = (id: MaybeRefOrGetter<number>) =>
  useInfiniteQuery({
    queryKey: ['contacts', computed(() => toValue(id)), 'timeline'],
    queryFn: ({ pageParam }) => {
      const params = { path: { contact_id: toValue(id) }, query: pageParam ? { cursor: pageParam } : {} }
      return call(client.GET('/api/v1/contacts/{contact_id}/timeline', { params }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: computed(() => toValue(id) > 0),
  })

export const useContacts = (name: MaybeRefOrGetter<string>) =>
  useInfiniteQuery({
    queryKey: ['contacts', 'list', computed(() => toValue(name))],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: 50,
        ...(toValue(name) ? { name: toValue(name) } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      }
      return call(client.GET('/api/v1/contacts', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  })

// Everything said that answers `q`, newest first.
export const useSearch = (q: MaybeRefOrGetter<string>) =>
  useInfiniteQuery({
    queryKey: ['search', computed(() => toValue(q))],
    queryFn: ({ pageParam }) => {
      const query = { q: toValue(q), ...(pageParam ? { cursor: pageParam } : {}) }
      return call(client.GET('/api/v1/search', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: computed(() => toValue(q) !== ''),
    staleTime: 5_000,
  })

// What a list can be narrowed by, and how many there are of each; as of the moment when somebody asks.
export const useFacetCounts = (query: MaybeRefOrGetter<ListQuery>) => {
  const asked = computed(() => {
    const { view, inboxId } = toValue(query)
    return { view, ...(inboxId === null ? {} : { inbox_id: inboxId }) }
  })
  return useQuery({
    queryKey: ['facets', asked],
    queryFn: () => items(call(client.GET('/api/v1/facets', { params: { query: asked.value } }))),
    staleTime: 0,
  })
}

// One person's conversations, newest word first; the rows themselves live in the live store.
export const useContactConversations = (id: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['contacts', computed(() => toValue(id)), 'conversations'],
    queryFn: async () => {
      const query = { view: 'all' as const, contact_id: toValue(id), limit: 50 }
      const page = await call(client.GET('/api/v1/conversations', { params: { query } }))
      return store.take(page.items, page.seq).map((conversation) => conversation.id)
    },
    enabled: computed(() => toValue(id) > 0),
    staleTime: 10_000,
  })

// Names for ids, wherever a row shows one.
export function useNames() {
  const { data: users } = useUsers()
  const { data: teams } = useTeams()
  const { data: inboxes } = useInboxes()
  const byId = <T extends { id: number }>(list: T[] | undefined) => new Map((list ?? []).map((item) => [item.id, item]))
  const userMap = computed(() => byId<User>(users.value))
  const teamMap = computed(() => byId<Team>(teams.value))
  const inboxMap = computed(() => byId<Inbox>(inboxes.value))
  return {
    user: (id: number | null) => (id === null ? undefined : userMap.value.get(id)),
    team: (id: number | null) => (id === null ? undefined : teamMap.value.get(id)),
    inbox: (id: number | null) => (id === null ? undefined : inboxMap.value.get(id)),
    users,
    teams,
    inboxes,
  }
}

// What lists and the feed do not carry of one conversation: how it can be answered, and by when it is to be solved. Until somebody
// there says or changes something more.
export const useReplyTerms = (conversation: MaybeRefOrGetter<Conversation>) => useDetails(conversation, ({ reply }) => reply)
export const useSolution = (conversation: MaybeRefOrGetter<Conversation>) =>
  useDetails(conversation, ({ resolution }) => resolution)
export const useCallBy = (conversation: MaybeRefOrGetter<Conversation>) =>
  useDetails(conversation, ({ call_back_by }) => call_back_by)

function useDetails<Part>(conversation: MaybeRefOrGetter<Conversation>, select: (details: Conversation) => Part) {
  const asked = computed(() => {
    const { id, last_said_at: last, status } = toValue(conversation)
    return { id, last, status }
  })
  return useQuery({
    queryKey: ['inboxes', 'reply', asked],
    queryFn: async () => {
      const params = { path: { conversation_id: asked.value.id } }
      return call(client.GET('/api/v1/conversations/{conversation_id}', { params }))
    },
    select,
    placeholderData: (before) => before,
  })
}

// By when it is to be solved may be another time now, and whether that is over.
export function reloadSolution(event: FeedEvent): void {
  const tells = event.type === 'conversation.updated' || ('kind' in event && event.kind === 'resolution')
  if (!tells || !('conversation' in event)) return
  const { id } = event.conversation
  const isOf = (key: readonly unknown[]) => (key[2] as { id?: number } | undefined)?.id === id
  void queries.invalidateQueries({ queryKey: ['inboxes', 'reply'], predicate: ({ queryKey }) => isOf(queryKey) })
}

// Somebody wrote or did something: their page, and for a newcomer the list, are no longer what they were.
export function reloadContact(id: number, isNew = false): void {
  void queries.invalidateQueries({ queryKey: ['contacts', id] })
  if (isNew) void queries.invalidateQueries({ queryKey: ['contacts', 'list'] })
}

// The feed says only what kind of thing changed.
export function reloadSettings(noun: string): void {
  const keys: Record<string, string[]> = {
    inbox: ['inboxes'],
    team: ['users', 'teams', 'presence'],
    organization: ['organization'],
    sla: ['sla'],
    routing: ['routing', 'presence'],
    rules: ['rules'],
  }
  for (const key of keys[noun] ?? Object.values(keys).flat()) void queries.invalidateQueries({ queryKey: [key] })
}
