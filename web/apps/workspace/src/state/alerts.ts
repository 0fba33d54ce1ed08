// Alerts that are open, and which of them this person has hidden on this device.
import { computed, shallowRef, type MaybeRefOrGetter, toValue } from 'vue'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { call, client, type Alert } from '@heed/api'
import { queries } from './queries'
import { may } from './session'

// What was missed while the feed asked to load anew is seen at the latest now.
const kAnewMs = 120_000

const allowed = computed(() => may('reports_read'))

export const useOpenAlerts = () =>
  useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: async () => (await call(client.GET('/api/v1/alerts', { params: { query: { open: true } } }))).items,
    enabled: allowed,
    refetchInterval: kAnewMs,
  })

export const usePastAlerts = () =>
  useInfiniteQuery({
    queryKey: ['alerts', 'past'],
    queryFn: ({ pageParam }) =>
      call(
        client.GET('/api/v1/alerts', {
          params: { query: { open: false, limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: allowed,
  })

export const useAlert = (id: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['alerts', computed(() => toValue(id))],
    queryFn: () => call(client.GET('/api/v1/alerts/{alert_id}', { params: { path: { alert_id: toValue(id) } } })),
    enabled: allowed,
    refetchInterval: kAnewMs,
  })

export const reloadAlerts = (): void => void queries.invalidateQueries({ queryKey: ['alerts'] })

export async function markSeen(id: number): Promise<Alert> {
  const alert = await call(client.POST('/api/v1/alerts/{alert_id}/seen', { params: { path: { alert_id: id } } }))
  reloadAlerts()
  return alert
}

const kHidden = 'heed.alerts.hidden'
const kMostHidden = 50

function readHidden(): number[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(kHidden) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id): id is number => typeof id === 'number') : []
  } catch {
    return []
  }
}

export const hidden = shallowRef(readHidden())

export function hide(id: number): void {
  hidden.value = [...hidden.value, id].slice(-kMostHidden)
  try {
    localStorage.setItem(kHidden, JSON.stringify(hidden.value))
  } catch {
    // Then it is hidden until the page is loaded anew.
  }
}
