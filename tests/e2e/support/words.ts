// What the screens say, from the catalogues themselves, so that a better sentence does not break a test.
import { readFileSync } from 'node:fs'

type Catalogue = Record<string, string>
const read = (path: string): Catalogue =>
  JSON.parse(readFileSync(new URL(`../../../web/${path}`, import.meta.url), 'utf8')) as Catalogue

const parts = [
  '',
  'answers/',
  'channels/',
  'forecast/',
  'later/',
  'practice/',
  'promises/',
  'routing/',
  'rules/',
  'strikes/',
  'told/',
  'triage/',
]
const workspace: Catalogue = Object.assign({}, ...parts.map((part) => read(`packages/i18n/${part}locales/en.json`)))
const panel = read('apps/widget/src/locales/en.json')
const kKey = String.raw`(\s+(Ctrl ↵|\S))?` // A button shows its key behind its word.

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

// "Sent {time} ago" matches whatever stands for the time, unless it is given.
function pattern(catalogue: Catalogue, key: string, values: Record<string, string>): string {
  const text = catalogue[key]
  if (text === undefined) throw new Error(`There is no word '${key}'.`)
  let out = ''
  let depth = 0
  let argument = ''
  for (const char of text) {
    if (char === '{') depth += 1
    if (depth === 0) out += escape(char)
    else argument += char
    if (char === '}' && --depth === 0) {
      const given = values[argument.slice(1).split(/[,}]/)[0] ?? '']
      out += given === undefined ? '.+' : escape(given)
      argument = ''
    }
  }
  return out
}

export const word = (key: string, values: Record<string, string> = {}): RegExp =>
  new RegExp(`^\\s*${pattern(workspace, key, values)}${kKey}\\s*$`)
export const chatWord = (key: string, values: Record<string, string> = {}): RegExp =>
  new RegExp(`^\\s*${pattern(panel, key, values)}\\s*$`)
