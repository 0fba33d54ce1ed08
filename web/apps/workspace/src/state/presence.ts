// Who is there, and whether I am: asked of the server once, then kept by the feed.
import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type AgentPresence, type Presence } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { queries } from './queries'
import { may, me } from './session'

export const kPresences = ['online', 'away', 'off'] as const satisfies readonly Presence[]
const kKey = ['presence']
type People = readonly AgentPresence[]

export const usePresence = () =>
  useQuery({
    queryKey: kKey,
    queryFn: async (): Promise<People> => (await call(client.GET('/api/v1/presence'))).items,
    enabled: computed(() => may('team_read')),
  })

export function useMyPresence() {
  const { data } = usePresence()
  return computed(() => data.value?.find(({ user_id }) => user_id === me.value?.id))
}

type Told = Pick<AgentPresence, 'user_id' | 'presence' | 'since' | 'by'>

// Who came or went; how full they are is another question.
export const withTold = (people: People, told: Told): People =>
  people.map((one) =>
    one.user_id === told.user_id ? { ...one, presence: told.presence, since: told.since, by: told.by } : one,
  )

const take = (told: Told): void => {
  queries.setQueryData<People>(kKey, (people) => people && withTold(people, told))
}

export async function sayPresence(presence: Presence): Promise<void> {
  take(await call(client.PUT('/api/v1/presence', { body: { presence } })))
}

export function notePresence(event: FeedEvent): void {
  if (event.type !== 'presence.changed') return
  const { user_id, presence, at, by } = event
  take({ user_id, presence, since: at, by })
}

export const reloadPresence = (): void => void queries.invalidateQueries({ queryKey: kKey })
