// What is promised, by which hours, who is owed an answer, and how the waits ended: asked of the server, and asked again when the
// feed says that something of it changed.
import { computed, onBeforeUnmount, toValue, type MaybeRefOrGetter } from 'vue'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { call, client, type Conversation } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { onEvents, onReload } from './live'
import { queries } from './queries'
import { may } from './session'

const kSoonMs = 1_000 // What comes in a burst is asked for once.
const kAnewMs = 60_000 // Who is late grows by the clock alone.

export const usePolicies = () =>
  useQuery({
    queryKey: ['sla', 'policies'],
    queryFn: () => call(client.GET('/api/v1/sla/policies')),
    enabled: computed(() => may('reports_read')),
  })

export const useHours = () =>
  useQuery({
    queryKey: ['sla', 'hours'],
    queryFn: async () => (await call(client.GET('/api/v1/business_hours'))).items,
    enabled: computed(() => may('reports_read')),
  })

export const reloadPromises = (): Promise<void> => queries.invalidateQueries({ queryKey: ['sla'] })

// Why the clock of a conversation is due when it is; another clock has another reason.
export const useClockReason = (conversation: MaybeRefOrGetter<Conversation>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: [
      'sla',
      'why',
      computed(() => {
        const { id, clock } = toValue(conversation)
        return [id, clock?.due_at ?? null, clock?.policy_id ?? null]
      }),
    ],
    queryFn: () => {
      const params = { path: { conversation_id: toValue(conversation).id } }
      return call(client.GET('/api/v1/conversations/{conversation_id}/clock', { params }))
    },
    enabled: computed(() => toValue(wanted)),
  })

export interface OwedFilter {
  inbox: number | null
  team: number | null
  channel: string | null
}
export interface OwedQuery extends OwedFilter {
  order: 'age' | 'risk' | 'late' // The last: by how probable it is that the answer comes too late.
}

const narrowed = ({ inbox, team, channel }: OwedFilter) => ({
  ...(inbox === null ? {} : { inbox_id: inbox }),
  ...(team === null ? {} : { team_id: team }),
  ...(channel === null ? {} : { channel }),
})

// Of the order `late` the forecast has the list; the sums are the same.
export const useOwed = (asked: MaybeRefOrGetter<OwedQuery>) =>
  useInfiniteQuery({
    queryKey: ['owed', computed(() => toValue(asked))],
    queryFn: ({ pageParam }) => {
      const { order, ...filter } = toValue(asked)
      const query = {
        order: order === 'late' ? ('risk' as const) : order,
        ...narrowed(filter),
        ...(pageParam ? { cursor: pageParam } : {}),
      }
      return call(client.GET('/api/v1/owed', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: kAnewMs,
    staleTime: 0,
  })

export interface Period extends OwedFilter {
  days: number
}

export const useOwedReport = (asked: MaybeRefOrGetter<Period>) =>
  useQuery({
    queryKey: ['report', 'owed', computed(() => toValue(asked))],
    queryFn: () => {
      const { days, ...filter } = toValue(asked)
      const from = new Date(Date.now() - days * 86_400_000).toISOString()
      return call(client.GET('/api/v1/reports/owed', { params: { query: { from, ...narrowed(filter) } } }))
    },
    placeholderData: (before) => before,
    staleTime: 0,
  })

// Whether somebody began or ceased to wait, or how long they still may.
export const touchesOwed = ({ type }: FeedEvent): boolean =>
  type.startsWith('conversation.') || type.startsWith('clock.') || type === 'message.created' || type === 'messages.moved'

// While a screen that shows `key` is there, the feed keeps it fresh.
export function keepFresh(key: readonly unknown[], touches = touchesOwed): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void queries.invalidateQueries({ queryKey: key })
    }, kSoonMs)
  }
  const stops = [onEvents((events) => events.some(touches) && ask()), onReload(ask)]
  onBeforeUnmount(() => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  })
}
