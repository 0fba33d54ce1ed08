// The words of the workspace, in the language of the person who reads them.
import { intlLocale, isRtl, makeTranslator, type Catalogue } from '@heed/i18n'
import type en from '@heed/i18n/locales/en.json'

export type Key = keyof typeof en
export const words = makeTranslator<Key>()
export const t = words.t

const catalogues = import.meta.glob<{ default: Catalogue }>('../../../packages/i18n/locales/*.json')

export async function speak(id: string): Promise<void> {
  const file = id === 'en-XA' ? 'en' : id
  const load =
    catalogues[`../../../packages/i18n/locales/${file}.json`] ?? catalogues['../../../packages/i18n/locales/en.json']
  if (!load) return
  const catalogue = (await load()).default
  words.use(id, id === 'en-XA' ? (await import('@heed/i18n/pseudo')).pseudo(catalogue) : catalogue)
  document.documentElement.lang = id
  document.documentElement.dir = isRtl(id) ? 'rtl' : 'ltr'
}

export const locale = (): string => intlLocale(words.current.value.id)

// For keys made of data: an enum's name, a kind of failure. Falls back to what the data says.
export function tData(prefix: string, value: string, values?: Record<string, string | number>): string {
  const key = `${prefix}.${value}`
  return words.has(key) ? t(key, values) : value
}
