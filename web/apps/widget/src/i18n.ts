// The panel's words, in the language of the page it stands on, else of the browser. One small catalogue is loaded.
import { intlLocale, isRtl, makeTranslator, matchLanguage, type Catalogue } from '@heed/i18n'
import type en from './locales/en.json'

export type Key = keyof typeof en

const catalogues = import.meta.glob<{ default: Catalogue }>('./locales/*.json')
const translator = makeTranslator<Key>()
export const t = translator.t

export async function chooseLanguage(wish: string | null): Promise<void> {
  const id = matchLanguage(wish ? [wish, ...navigator.languages] : navigator.languages)
  document.documentElement.lang = id
  document.documentElement.dir = isRtl(id) ? 'rtl' : 'ltr'
  const load = catalogues[`./locales/${id}.json`]
  if (load) translator.use(id, (await load()).default)
}

const locale = (): string => intlLocale(translator.current.value.id)

// "4 minutes", "2 hours": rounded up, so that it is never promised sooner than it is true.
export function duration(seconds: number): string {
  const [amount, unit] =
    seconds <= 90 * 60
      ? [Math.max(1, Math.ceil(seconds / 60)), 'minute']
      : seconds <= 48 * 3600
        ? [Math.ceil(seconds / 3600), 'hour']
        : [Math.ceil(seconds / 86_400), 'day']
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

export function time(when: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(when)
}

// "today", "yesterday", "3 March".
export function day(when: number, now = Date.now()): string {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(when) - midnight(now)) / 86_400_000)
  if (days > -2) return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(days, 'day')
  const sameYear = new Date(when).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(when)
}

const kSizeUnits = ['byte', 'kilobyte', 'megabyte'] as const

export function size(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < kSizeUnits.length - 1) [value, unit] = [value / 1000, unit + 1]
  const format = { style: 'unit', unit: kSizeUnits[unit] ?? 'byte', unitDisplay: 'short' } as const
  return new Intl.NumberFormat(locale(), { ...format, maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 }).format(value)
}
