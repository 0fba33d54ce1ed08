// Moments and spans as people read them, in the language of the screen.
import { locale, t } from './words'

type Style = 'time' | 'day' | 'date' | 'full'
const options: Record<Style, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  full: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
}
const formats = new Map<string, Intl.DateTimeFormat>()

export function moment(time: string | number, style: Style): string {
  const key = `${locale()} ${style}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale(), options[style])
    formats.set(key, format)
  }
  return format.format(typeof time === 'string' ? Date.parse(time) : time)
}

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString()

// The shortest that is clear: the hour today, the day this year, else the date.
export function briefly(time: string, now: number): string {
  const [then, today] = [new Date(time), new Date(now)]
  if (sameDay(then, today)) return moment(time, 'time')
  return moment(time, then.getFullYear() === today.getFullYear() ? 'day' : 'date')
}

// The heading over the messages of one day.
export function dayName(time: string, now: number): string {
  const then = new Date(time)
  if (sameDay(then, new Date(now))) return t('day.today')
  if (sameDay(then, new Date(now - 86_400_000))) return t('day.yesterday')
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(then)
}

// A length of time in at most two units: "46 s", "12 min", "1 h 05", "2 d".
export function span(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000))
  if (s < 60) return t('span.s', { s })
  if (s < 3600) {
    const m = Math.floor(s / 60)
    return m < 10 && s % 60 > 0 ? t('span.ms', { m, s: s % 60 }) : t('span.m', { m })
  }
  if (s < 86_400) {
    const [h, m] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)]
    return m > 0 ? t('span.hm', { h, m: String(m).padStart(2, '0') }) : t('span.h', { h })
  }
  return t('span.d', { d: Math.round(s / 86_400) })
}

export const percent = (share: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(share)

export const count = (n: number): string => new Intl.NumberFormat(locale()).format(n)

// Where there is little room: "9,842", then "12K".
export const shortCount = (n: number, more = false): string =>
  (n < 10_000 ? count(n) : new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 0 }).format(n)) +
  (more ? '+' : '')
