// The names that policies are told with.
import { computed } from 'vue'
import type { Named } from '../../../parts/promise_words'
import { useHours } from '../../../state/promises'
import { useChannels, useNames } from '../../../state/queries'

export function usePromiseNames() {
  const names = useNames()
  const { data: channels } = useChannels()
  const { data: hours } = useHours()
  const shown = computed<Named>(() => ({
    inbox: names.inbox,
    team: names.team,
    channel: (id) => channels.value?.find((one) => one.id === id),
    hours: (id) => hours.value?.find((one) => one.id === id),
  }))
  // Until all of them are there, a name would be told as gone.
  const ready = computed(() => Boolean(names.inboxes.value && names.teams.value && channels.value && hours.value))
  return { shown, ready, channels, hours, inboxes: names.inboxes, teams: names.teams }
}
