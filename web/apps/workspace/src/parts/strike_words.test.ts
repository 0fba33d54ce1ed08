import { describe, expect, it } from 'vitest'
import { curve, weightAfter } from './strike_words'

describe('a strike', () => {
  it('counts half after each half-life', () => {
    expect([0, 90, 180, 360].map((days) => weightAfter(days, 90))).toEqual([1, 0.5, 0.25, 0.0625])
  })
  it('is drawn from all to a sixteenth', () => {
    expect(curve(160, 64, 4)).toBe('M0.0,0.0 L40.0,32.0 L80.0,48.0 L120.0,56.0 L160.0,60.0')
  })
})
