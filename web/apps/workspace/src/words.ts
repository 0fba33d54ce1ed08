// The words of the workspace, in the language of the person who reads them.
import { intlLocale, isRtl, makeTranslator, type Catalogue } from '@heed/i18n'
import type en from '@heed/i18n/locales/en.json'
import type answers from '@heed/i18n/answers/locales/en.json'
import type channels from '@heed/i18n/channels/locales/en.json'
import type forecast from '@heed/i18n/forecast/locales/en.json'
import type later from '@heed/i18n/later/locales/en.json'
import type practice from '@heed/i18n/practice/locales/en.json'
import type promises from '@heed/i18n/promises/locales/en.json'
import type told from '@heed/i18n/told/locales/en.json'
import type routing from '@heed/i18n/routing/locales/en.json'
import type rules from '@heed/i18n/rules/locales/en.json'
import type strikes from '@heed/i18n/strikes/locales/en.json'
import type triage from '@heed/i18n/triage/locales/en.json'

export type Key =
  | keyof typeof en
  | keyof typeof answers
  | keyof typeof channels
  | keyof typeof forecast
  | keyof typeof later
  | keyof typeof practice
  | keyof typeof promises
  | keyof typeof told
  | keyof typeof routing
  | keyof typeof rules
  | keyof typeof strikes
  | keyof typeof triage
export const words = makeTranslator<Key>()
export const t = words.t

// What every screen says, and what only some say: those ask for it with alsoSpeak().
export type Part =
  | 'every'
  | 'answers'
  | 'channels'
  | 'forecast'
  | 'later'
  | 'practice'
  | 'promises'
  | 'routing'
  | 'rules'
  | 'strikes'
  | 'told'
  | 'triage'
  | 'concepts'
interface File {
  default: Catalogue
}
const catalogues: Record<Part, Record<string, () => Promise<File>>> = {
  every: import.meta.glob<File>('../../../packages/i18n/locales/*.json'),
  answers: import.meta.glob<File>('../../../packages/i18n/answers/locales/*.json'),
  channels: import.meta.glob<File>('../../../packages/i18n/channels/locales/*.json'),
  forecast: import.meta.glob<File>('../../../packages/i18n/forecast/locales/*.json'),
  later: import.meta.glob<File>('../../../packages/i18n/later/locales/*.json'),
  practice: import.meta.glob<File>('../../../packages/i18n/practice/locales/*.json'),
  promises: import.meta.glob<File>('../../../packages/i18n/promises/locales/*.json'),
  told: import.meta.glob<File>('../../../packages/i18n/told/locales/*.json'),
  routing: import.meta.glob<File>('../../../packages/i18n/routing/locales/*.json'),
  rules: import.meta.glob<File>('../../../packages/i18n/rules/locales/*.json'),
  strikes: import.meta.glob<File>('../../../packages/i18n/strikes/locales/*.json'),
  triage: import.meta.glob<File>('../../../packages/i18n/triage/locales/*.json'),
  concepts: import.meta.glob<File>('../../../packages/i18n/concepts/locales/*.json'),
}
const spoken = new Set<Part>(['every'])

async function read(part: Part, language: string): Promise<Catalogue> {
  const files = Object.entries(catalogues[part])
  const [, load] = files.find(([path]) => path.endsWith(`/${language}.json`)) ?? []
  return load ? (await load()).default : language === 'en' ? {} : read(part, 'en')
}

export async function speak(id: string): Promise<void> {
  const file = id === 'en-XA' ? 'en' : id
  const parts = await Promise.all([...spoken].map((part) => read(part, file)))
  const catalogue: Catalogue = Object.assign({}, ...parts)
  words.use(id, id === 'en-XA' ? (await import('@heed/i18n/pseudo')).pseudo(catalogue) : catalogue)
  document.documentElement.lang = id
  document.documentElement.dir = isRtl(id) ? 'rtl' : 'ltr'
}

export async function alsoSpeak(...parts: Part[]): Promise<void> {
  const added = parts.filter((part) => !spoken.has(part))
  if (added.length === 0) return
  for (const part of added) spoken.add(part)
  try {
    await speak(words.current.value.id)
  } catch (error) {
    for (const part of added) spoken.delete(part)
    throw error
  }
}

export const locale = (): string => intlLocale(words.current.value.id)

// For keys made of data: an enum's name, a kind of failure. Falls back to what the data says.
export function tData(prefix: string, value: string, values?: Record<string, string | number>): string {
  const key = `${prefix}.${value}`
  return words.has(key) ? t(key, values) : value
}
