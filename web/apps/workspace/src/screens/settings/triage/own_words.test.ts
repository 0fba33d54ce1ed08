// @vitest-environment node
import { expect, it } from 'vitest'
import { draftOf, filled, linesOf, placeOf, wordsOf } from './own_words'

const words = {
  patterns: [{ name: 'order', pattern: String.raw`\d{2}-\d{4}` }],
  products: ['Alfama', 'Graça'],
  intents: [{ intent: 'recall', words: ['recall', 'call back my bike'] }],
}

it('own words come back from the form as they went in', () => {
  expect(wordsOf(draftOf(words))).toEqual(words)
})

it('lines may be broken or set apart by commas; what is empty is nothing', () => {
  expect(linesOf(' Alfama\n\n Graça , Bica,,')).toEqual(['Alfama', 'Graça', 'Bica'])
  const draft = draftOf(words)
  draft.patterns.push({ id: 99, name: ' ', pattern: '' })
  draft.intents.push({ id: 98, intent: '', words: ' ' })
  expect(wordsOf(filled(draft))).toEqual(words)
})

it('finds what the server refuses', () => {
  expect(placeOf('words.patterns[1].pattern')).toEqual({ list: 'patterns', index: 1 })
  expect(placeOf('intents[0].words[2]')).toEqual({ list: 'intents', index: 0 })
  expect(placeOf('products')).toEqual({ list: 'products', index: null })
  expect(placeOf('weights.clock')).toBeNull()
  expect(placeOf(null)).toBeNull()
})
