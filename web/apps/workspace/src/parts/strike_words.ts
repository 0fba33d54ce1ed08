// What befell somebody and what followed, in words; and how a strike ages, as numbers.
import type { StrikeConsequence } from '@heed/api'
import { locale, t } from '../words'

export function followedText(followed: readonly StrikeConsequence[]): string {
  const parts = followed.map((one) => t(`strikes.followed.${one}`))
  return new Intl.ListFormat(locale(), { type: 'unit', style: 'short' }).format(parts)
}

// As the server reckons it: half after each half-life.
export const weightAfter = (days: number, halfLife: number): number => 0.5 ** (days / halfLife)

// The curve from the first day to the fourth half-life, for an SVG of that size: "M0,0 L…".
export function curve(width: number, height: number, steps = 48): string {
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const share = i / steps
    return `${(share * width).toFixed(1)},${(height * (1 - weightAfter(share * 4, 1))).toFixed(1)}`
  })
  return `M${points.join(' L')}`
}
