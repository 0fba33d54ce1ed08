// A language that shows where words would not fit and which words were forgotten: English with accents, some 40 % longer.
import type { Catalogue, Message, Node } from './message'

const accents: Record<string, string> = {
  a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', c: 'ç', n: 'ñ', s: 'š', y: 'ý', z: 'ž',
  A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', C: 'Ç', N: 'Ñ', S: 'Š', Y: 'Ý', Z: 'Ž',
} // prettier-ignore

function stretch(text: string): string {
  if (!/[a-z]/i.test(text)) return text
  const accented = [...text].map((letter) => accents[letter] ?? letter).join('')
  return accented + '~'.repeat(Math.ceil(text.trim().length * 0.4))
}

function node(part: Node): Node {
  if (typeof part === 'string') return stretch(part)
  if (part[0] === 1) return [1, part[1], options(part[2]), part[3], part[4]]
  if (part[0] === 2) return [2, part[1], options(part[2])]
  return part
}

const options = (all: Record<string, Message>): Record<string, Message> =>
  Object.fromEntries(Object.entries(all).map(([name, message]) => [name, bend(message)]))

const bend = (message: Message): Message => (typeof message === 'string' ? stretch(message) : message.map(node))

export const pseudo = (catalogue: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(catalogue).map(([key, message]) => [key, bend(message)]))
