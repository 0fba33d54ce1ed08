// @vitest-environment node
// The examples are those of src/channel/text_measure_test.cpp: both sides count alike.
import { describe, expect, it } from 'vitest'
import { measure, splitText } from './text_measure'

describe('the length of a text', () => {
  it('is counted as platforms do', () => {
    const family = '👨‍👩‍👧'
    const units = ['graphemes', 'code_points', 'utf16_units', 'bytes'] as const
    expect(units.map((unit) => measure(family, unit))).toEqual([1, 5, 8, 18])
    expect(['🇩🇪🇫🇷', 'e\u0301', '한국어', ''].map((text) => measure(text, 'graphemes'))).toEqual([2, 1, 3, 0])
  })
  it.each([
    ['https://example.com', 23],
    ['https://example.com/a/very/long/path?with=more&and=more', 23],
    ['(see https://example.com/a_(b)), or http://x.io!', 5 + 23 + 6 + 23 + 1],
    ['@ann@example.social hi', 7],
    ['@ann@example.social.', 5],
    ['@ann hi', 7],
    ['ann@example.com', 15],
    ['https:// @ @@ @a@ xhttps://a.b', 30],
    ['👨‍👩‍👧 é', 3],
    ['مرحبا', 5],
  ])('of %s in the fediverse', (text, length) => {
    expect(measure(text, 'graphemes_links_23')).toBe(length)
  })
})

describe('a long text', () => {
  it('that fits stays one', () => {
    expect(splitText('x'.repeat(300), 300, 'graphemes')).toEqual(['x'.repeat(300)])
  })
  it('is cut between sentences', () => {
    const text = 'We are very sorry for that. Your parcel is on its way. It comes on Friday, before noon.'
    expect(splitText(text, 60, 'graphemes')[0]).toBe('We are very sorry for that. Your parcel is on its way. (1/2)')
  })
  it('is never cut within a link', () => {
    const text = `See https://example.com/${'x'.repeat(60)} `.repeat(9)
    const pieces = splitText(text, 70, 'graphemes_links_23')
    for (const piece of pieces) expect(measure(piece, 'graphemes_links_23')).toBeLessThanOrEqual(70)
    expect(pieces.map((piece) => piece.slice(0, piece.lastIndexOf('('))).join('')).toBe(text)
  })
  it('without a pause is cut where it must be', () => {
    const pieces = splitText('x'.repeat(100), 40, 'bytes')
    expect(pieces.every((piece) => piece.length <= 40)).toBe(true)
    expect(pieces.join('').replace(/[^x]/g, '')).toHaveLength(100)
  })
})
