// The language of the screen. A catalogue is loaded alone, on demand; `t()` reads the current one and is reactive, so a
// change of language repaints what is shown. Keys are checked against the English catalogue of the app that makes the
// translator.
import { shallowRef, type ShallowRef } from 'vue'
import { format, makeFormats, type Catalogue, type Formats, type Values } from './message'

export type { Catalogue, Values } from './message'

export interface Language {
  id: string
  name: string // In the language itself.
  rtl?: true
}

export const languages: readonly Language[] = [
  { id: 'en', name: 'English' },
  { id: 'pt', name: 'Português' },
  { id: 'de', name: 'Deutsch' },
  { id: 'fr', name: 'Français' },
  { id: 'es', name: 'Español' },
  { id: 'ar', name: 'العربية', rtl: true },
]

// What dates and numbers are written in: the person's own region of the language where the browser names one (en-GB, pt-BR).
// Latin digits everywhere: clocks, order numbers and counts stand side by side and must be the same digits.
export function intlLocale(id: string, wishes: readonly string[] = globalThis.navigator?.languages ?? []): string {
  const language = id === 'en-XA' ? 'en' : id
  const regional = wishes.find((wish) => wish.toLowerCase().startsWith(`${language}-`)) ?? language
  return language === 'ar' ? `${regional}-u-nu-latn` : regional
}

export const isRtl = (id: string): boolean => languages.some((language) => language.id === id && language.rtl)

// The best of our languages for a wish list such as navigator.languages.
export function matchLanguage(wishes: readonly string[]): string {
  for (const wish of wishes) {
    const id = wish.toLowerCase().split('-')[0]
    if (languages.some((language) => language.id === id)) return id ?? 'en'
  }
  return 'en'
}

interface Current {
  id: string
  catalogue: Catalogue
  formats: Formats
}

export interface Translator<Key extends string> {
  readonly current: Readonly<ShallowRef<Current>>
  use(id: string, catalogue: Catalogue): void
  t(key: Key, values?: Values): string
  has(key: string): key is Key
}

export function makeTranslator<Key extends string>(): Translator<Key> {
  const current = shallowRef<Current>({ id: 'en', catalogue: {}, formats: makeFormats('en') })
  return {
    current,
    use(id, catalogue) {
      current.value = { id, catalogue, formats: makeFormats(intlLocale(id)) }
    },
    t(key, values = {}) {
      const { catalogue, formats } = current.value
      const message = catalogue[key]
      return message === undefined ? key : format(message, values, formats)
    },
    has: (key): key is Key => key in current.value.catalogue,
  }
}
