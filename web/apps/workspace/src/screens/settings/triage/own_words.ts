// A company's own words as a form holds them: lists as lines of text, rows with an id of their own, so that removing one does not
// move what is typed in the others.
import type { TriageWords } from '@heed/api'

export interface PatternRow {
  id: number
  name: string
  pattern: string
}
export interface IntentRow {
  id: number
  intent: string
  words: string
}
export interface WordsDraft {
  patterns: PatternRow[]
  products: string
  intents: IntentRow[]
}

let lastId = 0
export const newId = (): number => (lastId += 1)

export const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)

export const draftOf = ({ patterns, products, intents }: TriageWords): WordsDraft => ({
  patterns: patterns.map((one) => ({ id: newId(), ...one })),
  products: products.join('\n'),
  intents: intents.map(({ intent, words }) => ({ id: newId(), intent, words: words.join(', ') })),
})

// Rows that nothing was written into are no rows.
export const filled = (draft: WordsDraft): WordsDraft => ({
  ...draft,
  patterns: draft.patterns.filter(({ name, pattern }) => name.trim() || pattern.trim()),
  intents: draft.intents.filter(({ intent, words }) => intent.trim() || words.trim()),
})

export const wordsOf = (draft: WordsDraft): TriageWords => ({
  patterns: draft.patterns.map(({ name, pattern }) => ({ name: name.trim(), pattern: pattern.trim() })),
  products: linesOf(draft.products),
  intents: draft.intents.map(({ intent, words }) => ({ intent: intent.trim(), words: linesOf(words) })),
})

// Where the server's "words.patterns[1].pattern" stands in the form: the row's list and its index.
export function placeOf(field: string | null): { list: keyof WordsDraft; index: number | null } | null {
  const found = /^(?:words\.)?(patterns|products|intents)(?:\[(\d+)\])?/.exec(field ?? '')
  if (!found) return null
  return { list: found[1] as keyof WordsDraft, index: found[2] === undefined ? null : Number(found[2]) }
}
