// One ICU message in its compiled form, and how it is turned into text. tools/icu.ts makes the form while building; the
// server formats the same catalogues with ICU4C.
//   "text"                      literal
//   [0, name]                   argument
//   [1, name, options, offset, ordinal]   plural
//   [2, name, options]          select
//   [3]                         the plural's number (#)
//   [4, name, percent]          number
export type Node =
  | string
  | [0, string]
  | [1, string, Record<string, Message>, number, 0 | 1]
  | [2, string, Record<string, Message>]
  | [3]
  | [4, string, 0 | 1]
export type Message = string | Node[]
export type Catalogue = Record<string, Message>
export type Values = Record<string, string | number>

export interface Formats {
  plural(n: number, ordinal: boolean): string
  number(n: number, percent: boolean): string
  text(value: string): string
}

// Somebody's name or words inside a sentence of ours: set apart where its letters run the other way (or steer the direction),
// so that neither breaks the other.
const kRightToLeft = /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/
const kLeftToRight = /[A-Za-z\u00c0-\u02af\u0370-\u052f\u202a-\u202e\u2066-\u2069]/

export function makeFormats(locale: string): Formats {
  const foreign = /^(ar|fa|he|ur)\b/.test(locale) ? kLeftToRight : kRightToLeft
  const cardinal = new Intl.PluralRules(locale)
  const ordinals = new Intl.PluralRules(locale, { type: 'ordinal' })
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  return {
    plural: (n, ordinal) => (ordinal ? ordinals : cardinal).select(n),
    number: (n, asPercent) => (asPercent ? percent : number).format(n),
    text: (value) => (foreign.test(value) ? `\u2068${value}\u2069` : value),
  }
}

export function format(message: Message, values: Values, formats: Formats, hash = 0): string {
  if (typeof message === 'string') return message
  let text = ''
  for (const node of message) text += typeof node === 'string' ? node : part(node, values, formats, hash)
  return text
}

function part(node: Exclude<Node, string>, values: Values, formats: Formats, hash: number): string {
  switch (node[0]) {
    case 0: {
      const value = values[node[1]] ?? ''
      return typeof value === 'number' ? formats.number(value, false) : formats.text(value)
    }
    case 1: {
      const [, name, options, offset, ordinal] = node
      const n = Number(values[name])
      const chosen = options[`=${n}`] ?? options[formats.plural(n - offset, ordinal === 1)] ?? options['other']
      return format(chosen ?? '', values, formats, n - offset)
    }
    case 2: {
      const [, name, options] = node
      return format(options[String(values[name])] ?? options['other'] ?? '', values, formats, hash)
    }
    case 3:
      return formats.number(hash, false)
    case 4:
      return formats.number(Number(values[node[1]]), node[2] === 1)
  }
}
