// @vitest-environment node
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ListedNotice, NoticeCause } from '@heed/api'
import { conversation } from '../../../../packages/live/test_kit'
import { compileCatalogue } from '../../../../tools/icu'
import { words } from '../words'
import { causeText, rungText, shortText } from './told_words'

const told = (cause: NoticeCause, rung = 0): ListedNotice => ({
  notification: {
    id: 1,
    conversation_id: 1,
    cause,
    text: '',
    rung,
    made_at: '2026-11-21T10:00:00Z',
    climbs_at: null,
    seen_at: null,
    taken_at: null,
    taken_by: null,
  },
  conversation: { ...conversation(1), contact_name: 'Ann' },
})

beforeAll(() => {
  const file = new URL('../../../../packages/i18n/told/locales/en.json', import.meta.url)
  words.use('en', compileCatalogue(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>))
})

describe('why somebody is told', () => {
  it('is said with the name of who waits', () => {
    expect(causeText(told('warned'))).toBe('The time to answer Ann is nearly over')
    expect(causeText(told('breached'))).toBe('The answer to Ann is late')
    expect(causeText(told('escalated'))).toBe('Still nobody has answered Ann')
  })
  it('is said without one where there is none to see, and where others may look on', () => {
    expect(causeText({ ...told('breached'), conversation: null })).toBe('An answer is late')
    expect(shortText(told('escalated'))).toBe('Still nobody has answered')
  })
  it('has words for every cause', () => {
    const causes = [
      'assigned',
      'warned',
      'breached',
      'escalated',
      'strike',
      'rule',
      'playbook',
      'follow_up',
      'call_back',
      'forecast',
      'resolution_warned',
      'resolution_late',
    ] as const
    for (const cause of causes) expect(causeText(told(cause))).toContain('Ann')
    for (const cause of causes) expect(shortText(told(cause))).not.toMatch(/^told\./)
  })
  it('names the rung only of those who were climbed to', () => {
    expect(rungText(told('breached'))).toBe('')
    expect(rungText(told('breached', 1))).toContain('lead')
    expect(rungText(told('breached', 2))).toContain('manager')
  })
})
