// @vitest-environment node
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RoutingDecision } from '@heed/api'
import type { Catalogue } from '@heed/i18n'
import english from '@heed/i18n/locales/en.json'
import routing from '@heed/i18n/routing/locales/en.json'
import triage from '@heed/i18n/triage/locales/en.json'
import { words } from '../words'
import { decisionText, groundText } from './routing_words'

beforeAll(() => {
  words.use('en', { ...english, ...routing, ...triage } as unknown as Catalogue)
})
const channel = (id: string) => (id === 'mastodon' ? 'Mastodon' : undefined)
const tell = (code: string, value = '') => groundText({ code, value }, channel)
const decision = (rest: Partial<RoutingDecision>): RoutingDecision => ({
  at: '2026-11-23T09:00:00Z',
  outcome: 'assigned',
  user_id: 1,
  user_name: 'Ana',
  team_id: 2,
  team_name: 'Care',
  grounds: [],
  by: null,
  ...rest,
})

describe('grounds in words', () => {
  it('has a word for every code of the server', () => {
    const header = readFileSync(new URL('../../../../../src/domain/routing/grounds.hpp', import.meta.url), 'utf8')
    const codes = [...header.matchAll(/constexpr const char\* k\w+ =\s*"(\w+)"/g)].map(([, code]) => code ?? '')
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter((code) => !words.has(`routing.ground_${code}`))).toEqual([])
  })
  it('tells values as people say them', () => {
    expect(tell('language', 'de')).toBe('speaks German')
    expect(tell('topic', 'refund')).toBe('knows refund')
    expect(tell('channel', 'mastodon')).toBe('works on Mastodon')
    expect(tell('channel', 'gone')).toBe('works on gone')
    expect(tell('load', '3/5')).toBe('3 of 5')
    expect(tell('best_skill', '75')).toBe('fits best (75%)')
    expect(tell('waited', '600')).toBe('waited 10 min')
    expect(tell('went_away')).toBe('somebody is away')
    expect(tell('handed_over')).toBe('given by hand')
  })
  it('tells a code that it does not know as it is', () => {
    expect(tell('moon_phase', 'full')).toBe('moon_phase full')
  })
})

describe('a decision in words', () => {
  it('says who got it and why', () => {
    const grounds = [
      { code: 'language', value: 'de' },
      { code: 'load', value: '3/5' },
      { code: 'least_loaded', value: '' },
    ]
    expect(decisionText(decision({ grounds }), channel)).toBe('Ana: speaks German, 3 of 5, least loaded')
  })
  it('says where it went, and that somebody or a team is gone', () => {
    const grounds = [{ code: 'waited', value: '60' }]
    expect(decisionText(decision({ outcome: 'overflowed', grounds }), channel)).toBe('On to Care: waited 1 min')
    expect(decisionText(decision({ user_name: null }), channel)).toBe('Somebody who is gone: no reason was kept')
    expect(decisionText(decision({ outcome: 'requeued', team_name: null, grounds }), channel)).toContain(
      'a team that is gone',
    )
  })
})
