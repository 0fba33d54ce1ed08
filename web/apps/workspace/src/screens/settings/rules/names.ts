// The names that rules are told with, and what can be chosen in their form.
import { computed } from 'vue'
import type { RuleNames } from '../../../parts/rule_words'
import { usePolicies } from '../../../state/promises'
import { useChannels, useNames } from '../../../state/queries'
import { useMacros, usePlaybooks } from '../../../state/rules'

const byId = <Id, T extends { id: Id }>(list: readonly T[] | undefined, id: Id | null) => list?.find((one) => one.id === id)

export function useRuleNames() {
  const { user, team, inbox, users, teams, inboxes } = useNames()
  const { data: channels } = useChannels()
  const { data: policies } = usePolicies()
  const { data: macros } = useMacros()
  const { data: playbooks } = usePlaybooks()
  const shown = computed<RuleNames>(() => ({
    user,
    team,
    inbox,
    channel: (id) => byId(channels.value, id),
    policy: (id) => byId(policies.value?.items, id),
    macro: (id) => byId(macros.value, id),
    playbook: (id) => byId(playbooks.value, id),
  }))
  const lists = computed(() => ({
    user_id: users.value ?? [],
    team_id: teams.value ?? [],
    inbox: inboxes.value ?? [],
    channel: channels.value ?? [],
    policy_id: policies.value?.items ?? [],
    macro_id: macros.value ?? [],
    playbook_id: playbooks.value ?? [],
  }))
  // Until all of them are there, a name would be told as gone.
  const ready = computed(() =>
    [users, teams, inboxes, channels, policies, macros, playbooks].every((one) => one.value !== undefined),
  )
  return { shown, lists, ready }
}
export type Lists = ReturnType<typeof useRuleNames>['lists']['value']
