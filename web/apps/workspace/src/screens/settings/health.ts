// How an inbox fares, in words.
import type { InboxHealth } from '@heed/api'
import { briefly, span } from '../../times'
import { t } from '../../words'

export type Tone = 'good' | 'wait' | 'bad' | 'off'

export function toneOf({ condition }: InboxHealth): Tone {
  if (condition === 'connected' || condition === 'told') return 'good'
  if (condition === 'connecting') return 'wait'
  return condition === 'off' ? 'off' : 'bad'
}

export const needsSignIn = ({ condition }: InboxHealth): boolean => condition === 'needs_login'

// "Connected since 09:40". Since when nobody asks anything of the platform does not matter.
export function standing({ condition, since }: InboxHealth, now: number): string {
  const word = t(`health.${condition}`)
  if (since === null || condition === 'told' || condition === 'connecting') return word
  return `${word} ${t('health.since', { time: briefly(since, now) })}`
}

// What comes next, by itself or by somebody's hand.
export function outlook({ condition, retry_at }: InboxHealth, now: number, canSignIn = false): string {
  if (condition === 'needs_login') return t(canSignIn ? 'sign_in.again_text' : 'health.to_do')
  if (condition === 'off') return t('health.off_hint')
  if (condition !== 'interrupted' || retry_at === null) return ''
  const left = Date.parse(retry_at) - now
  return left < 1000 ? t('health.retry_now') : t('health.retry', { time: span(left) })
}

export const ago = (time: string, now: number): string => t('health.ago', { time: span(now - Date.parse(time)) })
