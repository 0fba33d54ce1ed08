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
}

export function makeFormats(locale: string): Formats {
  const cardinal = new Intl.PluralRules(locale)
  const ordinals = new Intl.PluralRules(locale, { type: 'ordinal' })
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  return {
    plural: (n, ordinal) => (ordinal ? ordinals : cardinal).select(n),
    number: (n, asPercent) => (asPercent ? percent : number).format(n),
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
      return typeof value === 'number' ? formats.number(value, false) : value
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
