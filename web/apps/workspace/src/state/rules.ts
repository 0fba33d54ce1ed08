// Rules and what they are made of, asked of the server; the feed says when any of it changed (reloadSettings).
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { call, client } from '@heed/api'
import { queries } from './queries'

export const useRules = () =>
  useQuery({ queryKey: ['rules', 'list'], queryFn: async () => (await call(client.GET('/api/v1/rules'))).items })
export const useRuleFields = (enabled: MaybeRefOrGetter<boolean> = true) =>
  useQuery({
    queryKey: ['rules', 'fields'],
    queryFn: () => call(client.GET('/api/v1/rules/fields')),
    enabled: computed(() => toValue(enabled)),
  })
export const useMacros = () =>
  useQuery({ queryKey: ['rules', 'macros'], queryFn: async () => (await call(client.GET('/api/v1/macros'))).items })
export const usePlaybooks = () =>
  useQuery({ queryKey: ['rules', 'playbooks'], queryFn: async () => (await call(client.GET('/api/v1/playbooks'))).items })

export const useRuleRuns = (id: number) =>
  useInfiniteQuery({
    queryKey: ['rules', 'runs', id],
    queryFn: ({ pageParam }) => {
      const query = pageParam === null ? {} : { before: pageParam }
      return call(client.GET('/api/v1/rules/{rule_id}/runs', { params: { path: { rule_id: id }, query } }))
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    staleTime: 0,
  })

export const reloadRules = (): Promise<void> => queries.invalidateQueries({ queryKey: ['rules'] })
