// Why a conversation stands where it does, in words.
import type { PriorityReason } from '@heed/api'
import { span } from '../times'
import { t, tData } from '../words'

const kSecond = 1000

export function reasonText({ code, subject, number, seconds }: PriorityReason): string {
  switch (code) {
    case 'intent':
      return tData('triage.reason.intent', subject)
    case 'late':
    case 'clock':
      return t(`triage.reason.${code}`, { share: number / 100 })
    case 'unanswered':
      return seconds > 0
        ? t('triage.reason.unanswered_in', { n: number, span: span(seconds * kSecond) })
        : t('triage.reason.unanswered', { n: number })
    case 'reach':
      return number > 0 ? t('triage.reason.reach', { n: number }) : t('triage.reason.reach_public')
    case 'strikes':
      return t('triage.reason.strikes', { n: number })
    case 'value':
      return tData('triage.reason.value', subject)
    case 'rule':
      return t('triage.reason.rule', { name: subject })
    case 'live':
      return t('triage.reason.live', { span: span(seconds * kSecond) })
    default:
      return tData('triage.reason', code)
  }
}

// 0 to 4: how many of the bars are full. The first step means that nothing presses.
export const kBars = 4
export function barsOf(score: number): number {
  return [8, 25, 45, 65].filter((from) => score >= from).length
}
