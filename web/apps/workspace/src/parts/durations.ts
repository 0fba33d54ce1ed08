// A length of time as somebody promises it: a number and a unit, exact, never rounded as a clock's is.
import { t } from '../words'

export const kUnits = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const
export type Unit = keyof typeof kUnits
export interface Duration {
  n: number
  unit: Unit
}

// The greatest unit of which it is a whole number; an hour stays in minutes only where the clock would say so too.
export function split(seconds: number): Duration {
  const unit = (['days', 'hours', 'minutes'] as const).find((one) => seconds >= kUnits[one] && seconds % kUnits[one] === 0)
  return unit ? { n: seconds / kUnits[unit], unit } : { n: seconds, unit: 'seconds' }
}

export const secondsOf = ({ n, unit }: Duration): number => Math.round(n * kUnits[unit])

export function exactly(seconds: number): string {
  const { n, unit } = split(seconds)
  if (unit === 'seconds' && n > 60) {
    const rest = n % 60
    return t('promises.min_s', { m: (n - rest) / 60, s: rest })
  }
  return t(`promises.n_${unit}`, { n })
}
