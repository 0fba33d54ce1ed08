// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { clockState, shareLeft, shownTime } from './clock_text'

const kStart = Date.parse('2026-11-21T09:00:00Z')
const span = (seconds: number) => ({
  started_at: new Date(kStart).toISOString(),
  due_at: new Date(kStart + seconds * 1000).toISOString(),
})
const after = (seconds: number) => kStart + seconds * 1000

describe('the state of a clock', () => {
  it.each([
    [300, 0, 'calm'],
    [300, 200, 'calm'],
    [300, 202, 'soon'],
    [300, 240, 'soon'],
    [300, 241, 'now'],
    [300, 300, 'late'],
    [300, 9000, 'late'],
    [3600, 2410, 'calm'],
    [3600, 2420, 'soon'],
    [3600, 3241, 'now'],
    [30, 5, 'calm'], // a short clock is not "now" from its start
    [30, 21, 'now'],
  ])('of %i s after %i s is %s', (whole, passed, state) => {
    expect(clockState(span(whole), after(passed))).toBe(state)
  })
})

describe('the share of the time that is left', () => {
  it('goes from one to nothing and stays there', () => {
    expect(shareLeft(span(300), after(0))).toBe(1)
    expect(shareLeft(span(300), after(-60))).toBe(1)
    expect(shareLeft(span(300), after(150))).toBe(0.5)
    expect(shareLeft(span(300), after(900))).toBe(0)
    expect(shareLeft(span(0), after(0))).toBe(0)
  })
  it('moves in steps, so that a row is not repainted for a hair', () => {
    expect(shareLeft(span(3600), after(1))).toBe(shareLeft(span(3600), after(2)))
  })
})

describe('the time that is shown', () => {
  const shown = (seconds: number, full = false) => shownTime(span(300_000).due_at, after(300_000 - seconds), full)
  it.each([
    [300, { unit: 'ms', text: '5:00' }],
    [7, { unit: 'ms', text: '0:07' }],
    [0.2, { unit: 'ms', text: '0:01' }], // not yet late, so not yet zero
    [0, { unit: 'ms', text: '+0:00' }],
    [-46, { unit: 'ms', text: '+0:46' }],
    [599, { unit: 'ms', text: '9:59' }],
    [600, { unit: 'm', n: 10 }],
    [3599, { unit: 'm', n: 59 }],
    [3900, { unit: 'hm', h: 1, m: '05' }],
    [-7260, { unit: 'hm', h: 2, m: '01' }],
    [200_000, { unit: 'd', n: 2 }],
  ])('%d s before it is due', (seconds, expected) => {
    expect(shown(seconds)).toEqual(expected)
  })
  it('counts every second up to an hour in the open conversation', () => {
    expect(shown(754, true)).toEqual({ unit: 'ms', text: '12:34' })
    expect(shown(3600, true)).toEqual({ unit: 'hm', h: 1, m: '00' })
  })
})
