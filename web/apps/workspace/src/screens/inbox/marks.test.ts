import { describe, expect, it } from 'vitest'
import { withMarks, type Mark } from './marks'
import { partsOf } from './said_text'

const why = (begin: number, end: number): Mark => ({ begin, end, kind: 'why' })
const shown = (text: string, marks: Mark[]) =>
  withMarks(partsOf(text), marks).map(({ text: words, why: moved }) => (moved ? `[${words}]` : words))

describe('marks in what was said', () => {
  it('cut the words where they begin and end', () => {
    expect(shown('it broke again', [why(3, 8)])).toEqual(['it ', '[broke]', ' again'])
    expect(shown('it broke again', [why(0, 14)])).toEqual(['[it broke again]'])
    expect(shown('it broke again', [])).toEqual(['it broke again'])
    expect(shown('it broke', [why(3, 99), why(9, 12)])).toEqual(['it ', '[broke]'])
  })
  it('may overlap', () => {
    expect(shown('abcdef', [why(0, 3), why(2, 5)])).toEqual(['[ab]', '[c]', '[de]', 'f'])
  })
  it('leave an address whole', () => {
    const parts = withMarks(partsOf('see https://bikes.example/x now'), [why(10, 14)])
    expect(parts.filter(({ href }) => href)).toEqual([
      { text: 'https://bikes.example/x', href: 'https://bikes.example/x', why: true },
    ])
    expect(parts.map(({ text }) => text).join('')).toBe('see https://bikes.example/x now')
  })
  it('say once what is private', () => {
    const parts = withMarks(partsOf('card 4111 1111 here'), [
      { begin: 5, end: 14, kind: 'private', hint: 'card number' },
      why(7, 10),
    ])
    expect(parts.map(({ hint }) => hint)).toEqual([undefined, undefined, undefined, 'card number', undefined])
  })
})
