import { beforeAll, describe, expect, it } from 'vitest'
import type { InboxHealth } from '@heed/api'
import { alsoSpeak, speak } from '../../words'
import { ago, outlook, standing, toneOf } from './health'

const now = Date.parse('2026-11-22T12:00:00Z')
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
const health = (change: Partial<InboxHealth>): InboxHealth => ({
  condition: 'connected',
  since: at(-600),
  last_heard: at(-5),
  last_item_at: null,
  lag_s: null,
  trouble: '',
  retry_at: null,
  waiting: 0,
  sending_trouble: '',
  ...change,
})

beforeAll(async () => {
  await speak('en')
  await alsoSpeak('channels')
})

describe('the health of an inbox', () => {
  it('is a word, and since when', () => {
    expect(standing(health({}), now)).toMatch(/^Connected since \d\d:50/)
    expect(standing(health({ condition: 'told' }), now)).toBe('Ready')
    expect(standing(health({ condition: 'connecting', since: null }), now)).toBe('Connecting')
  })
  it('says what comes next', () => {
    expect(outlook(health({}), now)).toBe('')
    expect(outlook(health({ condition: 'interrupted', retry_at: at(42) }), now)).toBe('It is tried again in 42 s.')
    expect(outlook(health({ condition: 'interrupted', retry_at: at(-3) }), now)).toBe('It is tried again now.')
    expect(outlook(health({ condition: 'needs_login' }), now)).toMatch(/Put the settings below right/)
    expect(outlook(health({ condition: 'off' }), now)).toMatch(/switched on again below/)
  })
  it('has a tone that is said with a sign', () => {
    const tones = (['told', 'connecting', 'connected', 'interrupted', 'needs_login', 'off'] as const).map((condition) =>
      toneOf(health({ condition })),
    )
    expect(tones).toEqual(['good', 'wait', 'good', 'bad', 'bad', 'off'])
  })
  it('tells how long ago', () => {
    expect(ago(at(-90), now)).toBe('1 min 30 s ago')
  })
})
