// What routing did and why, in words.
import type { RoutingDecision, RoutingGround } from '@heed/api'
import { percent, span } from '../times'
import { locale, t, words } from '../words'
import { intentName, languageName } from './triage_words'

export type ChannelName = (id: string) => string | undefined

const sorts: Record<string, 'language' | 'topic' | 'channel' | 'full' | 'percent' | 'seconds' | 'person'> = {
  language: 'language',
  no_speaker: 'language',
  speakers_away: 'language',
  speakers_full: 'language',
  topic: 'topic',
  channel: 'channel',
  load: 'full',
  no_room: 'full',
  best_skill: 'percent',
  waited: 'seconds',
  last_answerer_away: 'person',
  last_answerer_full: 'person',
  went_away: 'person',
  went_off: 'person',
}

function shown({ code, value }: RoutingGround, channel: ChannelName): string {
  switch (sorts[code]) {
    case 'language':
      return languageName(value)
    case 'topic':
      return intentName(value)
    case 'channel':
      return channel(value) ?? value
    case 'percent':
      return percent(Number(value) / 100)
    case 'seconds':
      return span(Number(value) * 1000)
    case 'person':
      return value || t('routing.somebody')
    default:
      return value
  }
}

// A code that this side does not know yet is told as it is, with its value.
export function groundText(ground: RoutingGround, channel: ChannelName): string {
  const { code, value } = ground
  const key = `routing.ground_${code}`
  if (code === 'handed_over' && !value) return t('routing.ground_handed_over_nobody')
  if (!words.has(key)) return [code, value].filter(Boolean).join(' ')
  if (sorts[code] === 'full') {
    const [used = '', of = ''] = value.split('/')
    return t(key, { used: Number(used), of: Number(of) })
  }
  return t(key, { value: shown(ground, channel) })
}

export function groundsText(grounds: readonly RoutingGround[], channel: ChannelName): string {
  if (grounds.length === 0) return t('routing.told_no_reason')
  const parts = grounds.map((ground) => groundText(ground, channel))
  return new Intl.ListFormat(locale(), { type: 'unit', style: 'short' }).format(parts)
}

export function decisionText(decision: RoutingDecision, channel: ChannelName): string {
  const why = groundsText(decision.grounds, channel)
  const name = decision.user_name ?? t('routing.somebody_gone')
  const team = decision.team_name ?? t('routing.gone_team')
  return t(`routing.told_${decision.outcome}`, { why, name, team })
}
