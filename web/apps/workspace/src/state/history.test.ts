import { expect, it } from 'vitest'
import type { FeedEvent } from '@heed/live'
import { conversation } from '../../../../packages/live/test_kit'
import { clockNotes } from './clock_notes'
import { noteHistory } from './history'
import { ruleNotes } from './rule_notes'

it('keeps what was before the page as it keeps what comes', () => {
  const talk = conversation(901, { owed: false })
  const ran: FeedEvent = {
    type: 'rule.ran',
    seq: 12,
    at: '2026-11-21T09:00:00Z',
    conversation: talk,
    rule_id: 3,
    rule_name: 'Refunds',
    actions: ['add_label'],
    trouble: '',
  }
  const escalated: FeedEvent = { type: 'clock.escalated', seq: 11, at: ran.at, conversation: talk, step: 1, kind: null }
  for (const event of [escalated, ran, ran]) noteHistory(event)
  expect(ruleNotes(901).map(({ key }) => key)).toEqual(['12'])
  expect(clockNotes(talk).map(({ kind }) => kind)).toEqual(['escalated'])
})
