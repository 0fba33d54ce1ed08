// Policies, hours and reasons in words.
import type { BusinessHours, Channel, Inbox, SlaDefault, SlaPolicy, Team } from '@heed/api'
import { locale, t } from '../words'
import { exactly } from './durations'

export interface Named {
  inbox: (id: number | null) => Inbox | undefined
  team: (id: number | null) => Team | undefined
  channel: (id: string | null) => Channel | undefined
  hours: (id: number | null) => BusinessHours | undefined
}

export const listed = (parts: string[], type: 'conjunction' | 'unit' = 'unit'): string =>
  new Intl.ListFormat(locale(), { type, style: type === 'unit' ? 'short' : 'long' }).format(parts)

// As a sentence begins.
export const upper = (text: string): string => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1)

// Where it holds: "on a public channel, key customers".
export function whereText(policy: SlaPolicy, names: Named): string {
  const parts: string[] = []
  const gone = t('promises.gone')
  const channel = names.channel(policy.channel)
  if (policy.channel !== null) {
    const name = channel?.name ?? policy.channel
    parts.push(t(channel?.capabilities.is_public ? 'promises.where_public' : 'promises.where_channel', { name }))
  }
  if (policy.inbox_id !== null) parts.push(t('promises.where_inbox', { name: names.inbox(policy.inbox_id)?.name ?? gone }))
  if (policy.team_id !== null) parts.push(t('promises.where_team', { name: names.team(policy.team_id)?.name ?? gone }))
  if (policy.segment !== null && policy.segment !== 'none') parts.push(t(`promises.where_${policy.segment}`))
  if (policy.priority_at_least !== null) parts.push(t('promises.where_priority', { n: policy.priority_at_least }))
  const text = parts.length > 0 ? listed(parts) : t('promises.everywhere')
  return upper(text)
}

export function countedText(policy: Pick<SlaPolicy, 'counted' | 'hours_id'>, names: Pick<Named, 'hours'>): string {
  if (policy.counted === 'always') return t('promises.of_always')
  if (policy.counted === 'team') return t('promises.of_team')
  return t('promises.of_calendar', { name: names.hours(policy.hours_id)?.name ?? t('promises.gone') })
}

// What is promised: "First answer in 60 min, further answers in 2 h, of working time; a warning at 75 %".
export function whatText(policy: SlaPolicy, names: Pick<Named, 'hours'>): string {
  const targets: string[] = []
  if (policy.first_response_s !== null) targets.push(t('promises.first_in', { time: exactly(policy.first_response_s) }))
  if (policy.next_response_s !== null) targets.push(t('promises.next_in', { time: exactly(policy.next_response_s) }))
  if (policy.resolution_s !== null) targets.push(t('promises.solution_in', { time: exactly(policy.resolution_s) }))
  if (policy.call_back_s !== null) targets.push(t('promises.call_in', { time: exactly(policy.call_back_s) }))
  const warning =
    policy.warn_percent < 100 ? t('promises.warns_at', { share: policy.warn_percent / 100 }) : t('promises.warns_not')
  return t('promises.sentence', { targets: listed(targets), counted: countedText(policy, names), warning })
}

export const stepsText = (policy: SlaPolicy): string =>
  policy.escalate_s.length > 0 ? t('promises.steps', { steps: listed(policy.escalate_s.map(exactly)) }) : ''

export const defaultText = (one: SlaDefault): string =>
  upper(
    t('promises.sentence_default', {
      targets: t('promises.first_in', { time: exactly(one.first_response_s) }),
      counted: t(one.working_time ? 'promises.of_team' : 'promises.of_always'),
    }),
  )
