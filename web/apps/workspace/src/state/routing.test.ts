import { describe, expect, it } from 'vitest'
import type { ConversationRouting, RoutingDecision } from '@heed/api'
import { notesOf } from './routing'

const decision = (minute: number, outcome: RoutingDecision['outcome']): RoutingDecision => ({
  at: `2026-11-23T09:0${String(minute)}:00Z`,
  outcome,
  user_id: null,
  user_name: null,
  team_id: 1,
  team_name: 'Care',
  grounds: [],
  by: null,
})
const story = (rest: Partial<ConversationRouting>): ConversationRouting => ({
  items: [],
  waits_because: null,
  overflows_at: null,
  ...rest,
})

describe('what the thread tells of routing', () => {
  it('is what moved it, the oldest first, each with a key of its own', () => {
    const items = [decision(3, 'assigned'), decision(3, 'overflowed'), decision(2, 'waiting'), decision(1, 'requeued')]
    const notes = notesOf(story({ items }))
    expect(notes.map((note) => note.at !== null && note.decision.outcome)).toEqual(['requeued', 'overflowed', 'assigned'])
    expect(new Set(notes.map(({ key }) => key)).size).toBe(3)
  })
  it('ends with why nobody has it, unless the team takes what it wants', () => {
    const waits_because = [{ code: 'nobody_online', value: '' }]
    expect(notesOf(story({ waits_because, overflows_at: '2026-11-23T10:00:00Z' }))).toEqual([
      { key: 'waits', at: null, waits: waits_because, overflows_at: '2026-11-23T10:00:00Z' },
    ])
    expect(notesOf(story({ waits_because: [{ code: 'manual', value: '' }] }))).toEqual([])
    expect(notesOf(undefined)).toEqual([])
  })
})
