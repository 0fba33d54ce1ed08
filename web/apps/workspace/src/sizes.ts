// Sizes of files as people read them.
import { locale } from './words'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export function sizeInWords(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  const format = { style: 'unit', unit: units[unit] ?? 'byte', unitDisplay: 'short' } as const
  return new Intl.NumberFormat(locale(), { ...format, maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 }).format(value)
}
