// @vitest-environment node
import { readFileSync, readdirSync } from 'node:fs'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { compileCatalogue, compileMessage } from '../../tools/icu'
import { intlLocale, languages, makeTranslator, matchLanguage } from './index'
import { format, makeFormats } from './message'
import { pseudo } from './pseudo'

const say = (text: string, values = {}, locale = 'en') => format(compileMessage(text), values, makeFormats(locale))

describe('a message', () => {
  it('without anything in it stays a string', () => {
    expect(compileMessage('Save')).toBe('Save')
    expect(compileMessage('')).toBe('')
  })
  it('takes arguments, and numbers as the language writes them', () => {
    expect(say('{name} has waited', { name: 'Ana' })).toBe('Ana has waited')
    expect(say('{n} of them', { n: 12345 })).toBe('12,345 of them')
    expect(say('{n} davon', { n: 12345 }, 'de')).toBe('12.345 davon')
    expect(say('{share, number, percent}', { share: 0.584 })).toBe('58.4%')
    expect(say('{missing}!')).toBe('!')
  })
  it('counts: exact, by the rules of the language, less an offset', () => {
    const text = '{n, plural, =0 {nobody} one {one person} other {# people}}'
    expect([0, 1, 2].map((n) => say(text, { n }))).toEqual(['nobody', 'one person', '2 people'])
    const arabic = '{n, plural, zero {z} one {o} two {t} few {f} many {m} other {x}}'
    expect([0, 1, 2, 3, 11, 100].map((n) => say(arabic, { n }, 'ar')).join('')).toBe('zotfmx')
    expect(say('{n, plural, offset:1 =1 {you} other {you and # more}}', { n: 3 })).toBe('you and 2 more')
    expect(say('{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { n: 22 })).toBe('22nd')
  })
  it('chooses, and nests', () => {
    const text = '{who, select, me {mine} other {{n, plural, one {his one} other {his #}}}}'
    expect(say(text, { who: 'me' })).toBe('mine')
    expect(say(text, { who: 'him', n: 4 })).toBe('his 4')
    expect(say('{n, plural, other {{name}: #}}', { n: 2, name: 'Ana' })).toBe('Ana: 2')
  })
  it('keeps quoted braces and markup as they are', () => {
    expect(say("'{'literal'}' <b>")).toBe('{literal} <b>')
  })
  it('sets a name apart that runs the other way, and no other', () => {
    expect(say('{name} wrote', { name: 'Ana' })).toBe('Ana wrote')
    expect(say('{name} wrote', { name: 'رنا' })).toBe('\u2068رنا\u2069 wrote')
    expect(say('{name} wrote', { name: 'Ana\u202e' })).toBe('\u2068Ana\u202e\u2069 wrote')
    expect(say('كتب {name}', { name: 'Łukasz' }, 'ar')).toBe('كتب \u2068Łukasz\u2069')
    expect(say('كتب {name}', { name: 'رنا' }, 'ar')).toBe('كتب رنا')
  })
  it('that uses what the runtime does not know fails the build', () => {
    expect(() => compileMessage('{when, date, short}')).toThrow(/not in use/)
    expect(() => compileMessage('{n, plural, one {x}}')).toThrow()
  })
})

describe('a translator', () => {
  it('says the key where there is no message, and changes language', () => {
    const words = makeTranslator<'hello'>()
    expect(words.t('hello')).toBe('hello')
    words.use('de', compileCatalogue({ hello: 'Guten Tag, {name}' }))
    expect(words.t('hello', { name: 'Ana' })).toBe('Guten Tag, Ana')
    expect(words.has('goodbye')).toBe(false)
  })
  it('finds the best language for a wish list', () => {
    expect(matchLanguage(['nl-NL', 'pt-BR', 'en'])).toBe('pt')
    expect(matchLanguage(['ja'])).toBe('en')
    expect(matchLanguage([])).toBe('en')
  })
  it('writes numbers and dates as the person’s region does, in Latin digits', () => {
    expect(intlLocale('en', ['de', 'en-GB'])).toBe('en-GB')
    expect(intlLocale('pt', ['en-US'])).toBe('pt')
    const arabic = new Intl.NumberFormat(intlLocale('ar', ['ar-EG'])).format(12)
    expect(arabic).toBe('12')
  })
})

// Names of arguments with the kind of use, wherever they stand in a message.
function argumentsOf(elements: MessageFormatElement[], found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (element.type === TYPE.argument || element.type === TYPE.number) found.add(element.value)
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      found.add(`${element.value} (${element.type === TYPE.plural ? 'plural' : 'select'})`)
      for (const option of Object.values(element.options)) argumentsOf(option.value, found)
    }
  }
  return found
}
function pluralForms(elements: MessageFormatElement[]): string[][] {
  return elements.flatMap((element) => {
    if (element.type !== TYPE.plural) return []
    return [Object.keys(element.options), ...Object.values(element.options).flatMap((option) => pluralForms(option.value))]
  })
}

const root = new URL('../../', import.meta.url).pathname
const folders = [
  'packages/i18n/locales',
  'packages/i18n/answers/locales',
  'packages/i18n/channels/locales',
  'packages/i18n/promises/locales',
  'packages/i18n/told/locales',
  'packages/i18n/routing/locales',
  'packages/i18n/rules/locales',
  'packages/i18n/strikes/locales',
  'packages/i18n/triage/locales',
  'packages/i18n/concepts/locales',
  'apps/widget/src/locales',
]
it('no key stands in two catalogues of the workspace, where the later one would hide the other', () => {
  const keys = folders
    .filter((folder) => folder.startsWith('packages/'))
    .flatMap((folder) => Object.keys(JSON.parse(readFileSync(`${root}${folder}/en.json`, 'utf8')) as object))
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

describe.each(folders)('the catalogues of %s', (folder) => {
  const read = (id: string) => JSON.parse(readFileSync(`${root}${folder}/${id}.json`, 'utf8')) as Record<string, string>
  const english = read('en')
  const ids = readdirSync(`${root}${folder}`).map((file) => file.replace('.json', ''))

  it('are there for every language', () => {
    expect(ids.sort()).toEqual(languages.map(({ id }) => id).sort())
  })
  it.each(ids)('%s says everything, with the same arguments', (id) => {
    const own = read(id)
    expect(Object.keys(own)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(own)) {
      const wanted = argumentsOf(parse(english[key] ?? '', { ignoreTag: true }))
      expect([key, [...argumentsOf(parse(text, { ignoreTag: true }))].sort()]).toEqual([key, [...wanted].sort()])
      expect(text.trim()).not.toBe('')
    }
  })
  it.each(ids)('%s has the plural forms its grammar asks for', (id) => {
    const needed = new Set(new Intl.PluralRules(id).resolvedOptions().pluralCategories)
    needed.delete('zero') // said by =0 or not at all
    needed.delete('many') // in French, Spanish and Portuguese: millions, which no count here reaches
    if (id === 'ar') needed.delete('few')
    for (const [key, text] of Object.entries(read(id))) {
      for (const forms of pluralForms(parse(text, { ignoreTag: true }))) {
        const missing = [...needed].filter((form) => !forms.includes(form))
        const exact = missing.filter(
          (form) => !(form === 'one' && forms.includes('=1')) && !(form === 'two' && forms.includes('=2')),
        )
        expect([key, exact]).toEqual([key, []])
      }
    }
  })
})

it('the pseudo language is longer, accented, and keeps arguments', () => {
  const bent = pseudo(compileCatalogue({ a: 'Send on {channel}', b: '{n, plural, one {# line} other {# lines}}' }))
  const text = format(bent['a'] ?? '', { channel: 'X' }, makeFormats('en'))
  expect(text).toContain('X')
  expect(text.length).toBeGreaterThan('Send on X'.length * 1.3)
  expect(format(bent['b'] ?? '', { n: 2 }, makeFormats('en'))).toMatch(/^2 líñéš/)
})
