// Compiles ICU MessageFormat catalogues (locales/*.json) while building, so that no parser is shipped. The compiled form is
// described beside the runtime that reads it, packages/i18n/message.ts.
import { parse, TYPE, type MessageFormatElement, type PluralOrSelectOption } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'
import type { Catalogue, Message, Node } from '../packages/i18n/message'

function options(all: Record<string, PluralOrSelectOption>): Record<string, Message> {
  return Object.fromEntries(Object.entries(all).map(([name, option]) => [name, pack(option.value)]))
}

function node(element: MessageFormatElement): Node {
  switch (element.type) {
    case TYPE.literal:
      return element.value
    case TYPE.argument:
      return [0, element.value]
    case TYPE.plural:
      return [1, element.value, options(element.options), element.offset, element.pluralType === 'ordinal' ? 1 : 0]
    case TYPE.select:
      return [2, element.value, options(element.options)]
    case TYPE.pound:
      return [3]
    case TYPE.number:
      return [4, element.value, element.style === 'percent' ? 1 : 0]
    default:
      throw new Error(`ICU element of type ${String(element.type)} is not in use here`)
  }
}

function pack(elements: MessageFormatElement[]): Message {
  const nodes = elements.map(node)
  if (nodes.length === 0) return ''
  return nodes.length === 1 && typeof nodes[0] === 'string' ? nodes[0] : nodes
}

export function compileMessage(text: string): Message {
  return pack(parse(text, { ignoreTag: true }))
}

export function compileCatalogue(source: Record<string, string>): Catalogue {
  return Object.fromEntries(Object.entries(source).map(([key, text]) => [key, compileMessage(text)]))
}

export function icu(): Plugin {
  return {
    name: 'heed-icu',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/locales\/[\w-]+\.json$/.test(id)) return
      const source = JSON.parse(code) as Record<string, string>
      return { code: `export default ${JSON.stringify(compileCatalogue(source))}`, map: null, moduleType: 'js' }
    },
  }
}
