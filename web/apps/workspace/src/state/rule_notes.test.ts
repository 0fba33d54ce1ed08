import { describe, expect, it } from 'vitest'
import type { FeedEvent } from '@heed/live'
import { conversation } from '../../../../packages/live/test_kit'
import { noteRule, ruleNotes } from './rule_notes'

const at = '2026-11-21T09:00:00Z'
const ran = (seq: number, id: number): FeedEvent => ({
  type: 'rule.ran',
  seq,
  at,
  conversation: conversation(id),
  rule_id: 7,
  rule_name: 'Angry public post',
  actions: ['set_priority'],
  trouble: '',
})

describe('what is told of rules and playbooks', () => {
  it('stands in its own conversation, each event once', () => {
    noteRule(ran(1, 1))
    noteRule(ran(1, 1))
    noteRule({
      type: 'playbook.moved',
      seq: 2,
      at,
      conversation: conversation(1),
      run_id: 3,
      playbook_name: 'Calm down',
      what: 'step_done',
      step: 0,
      by: null,
    })
    expect(ruleNotes(1)).toEqual([
      { kind: 'rule', key: '1', at, name: 'Angry public post', actions: ['set_priority'], trouble: '' },
      { kind: 'playbook', key: '2', at, name: 'Calm down', what: 'step_done', step: 0 },
    ])
    expect(ruleNotes(2)).toEqual([])
  })
  it('is kept in bounds, the newest last', () => {
    for (let seq = 1; seq <= 40; seq += 1) noteRule(ran(seq, 5))
    expect(ruleNotes(5)).toHaveLength(30)
    expect(ruleNotes(5).at(-1)?.key).toBe('40')
  })
  it('leaves other events alone', () => {
    noteRule({ type: 'conversation.ranked', seq: 9, at, conversation: conversation(6) })
    expect(ruleNotes(6)).toEqual([])
  })
})
