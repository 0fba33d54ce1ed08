// How an alert is put into words.
import type { Alert } from '@heed/api'
import { moment } from '../../times'
import { locale, t } from '../../words'

// What is usual is seldom a whole number: "0.4", "12".
export const rounded = (n: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n)

export const figures = (alert: Alert): string =>
  t('alert.figures', { observed: alert.observed, expected: rounded(alert.expected) })

export function lasted({ began_at, ended_at }: Alert): string {
  const from = moment(began_at, 'full')
  if (ended_at === null) return t('alert.since', { from })
  const sameDay = new Date(began_at).toDateString() === new Date(ended_at).toDateString()
  return t('alert.from_until', { from, until: moment(ended_at, sameDay ? 'time' : 'full') })
}
