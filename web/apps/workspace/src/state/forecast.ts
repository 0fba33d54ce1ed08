// When those who wait will probably have their answer, as the queues stand: asked of the server, which reckons it.
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type Conversation } from '@heed/api'

const kAnewMs = 15_000 // It changes by the clock alone.

export const useForecast = (wanted: MaybeRefOrGetter<boolean> = true) =>
  useQuery({
    queryKey: ['forecast'],
    queryFn: () => call(client.GET('/api/v1/forecast')),
    enabled: computed(() => toValue(wanted)),
    refetchInterval: kAnewMs,
    staleTime: 0,
  })

export const useConversationForecast = (conversation: MaybeRefOrGetter<Conversation>) =>
  useQuery({
    queryKey: ['forecast', 'of', computed(() => [toValue(conversation).id, toValue(conversation).clock?.due_at ?? null])],
    queryFn: () => {
      const params = { path: { conversation_id: toValue(conversation).id } }
      return call(client.GET('/api/v1/conversations/{conversation_id}/forecast', { params }))
    },
    refetchInterval: kAnewMs,
    staleTime: 0,
  })

export const useForecastReport = (days: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['report', 'forecast', computed(() => toValue(days))],
    queryFn: () => {
      const from = new Date(Date.now() - toValue(days) * 86_400_000).toISOString()
      return call(client.GET('/api/v1/reports/forecast', { params: { query: { from } } }))
    },
    placeholderData: (before) => before,
    staleTime: 0,
  })
