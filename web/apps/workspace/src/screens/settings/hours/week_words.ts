// A week in words: "Mon – Fri 09:00–17:00, Sat 10:00–14:00".
import { listed } from '../../../parts/promise_words'
import { locale, t } from '../../../words'
import { alike, dayWord, type Interval, type Week } from './week'

// Set apart, so that the two times do not change places where the writing runs the other way.
export const intervalText = ({ from, to }: Interval): string => `\u2066${from}–${to}\u2069`

export function weekText(week: Week): string {
  const parts = alike(week).map(({ days, intervals }) => {
    const [first, last] = [days[0], days.at(-1)]
    if (!first || !last) return ''
    const from = dayWord(first, locale(), 'short')
    const named = first === last ? from : t('hours.day_to_day', { from, to: dayWord(last, locale(), 'short') })
    return `${named} ${intervals.map(intervalText).join(', ')}`
  })
  return parts.length > 0 ? listed(parts) : t('hours.never')
}
