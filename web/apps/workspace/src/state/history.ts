// What happened in a conversation beside what was said. The feed tells it while the page is open; what was before that is asked for
// once, and kept the same way.
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { noteClock } from './clock_notes'
import { noteLater } from './later'
import { noteRule } from './rule_notes'

const kMost = 100 // Of one conversation; what is older is in the record.

// One event of the feed, or of the past: what a thread shows of it is kept.
export function noteHistory(event: FeedEvent): void {
  noteClock(event)
  noteRule(event)
  noteLater(event)
}

export function useHistory(conversation: MaybeRefOrGetter<number>): void {
  const { data } = useQuery({
    queryKey: ['history', computed(() => toValue(conversation))],
    queryFn: async () => {
      const path = { conversation_id: toValue(conversation) }
      const params = { path, query: { limit: kMost } }
      const page = await call(client.GET('/api/v1/conversations/{conversation_id}/history', { params }))
      return (page.items as FeedEvent[]).reverse()
    },
    staleTime: Infinity,
  })
  watch(data, (events) => events?.forEach(noteHistory), { immediate: true })
}
