// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { AgentPresence, QueuedConversation } from '@heed/api'
import { byPresence, countOf, loadShare, queuesOf } from './board'

const item = (conversation_id: number, team_id: number, rest: Partial<QueuedConversation> = {}): QueuedConversation => ({
  conversation_id,
  contact_name: 'Rui',
  team_id,
  priority: 0,
  owed_since: null,
  due_at: null,
  waits_since: null,
  overflows_at: null,
  grounds: [{ code: 'nobody_online', value: '' }],
  ...rest,
})

describe('queues', () => {
  it('are of each team, the longest first, their items as they came', () => {
    const queues = queuesOf([item(1, 5), item(2, 9), item(3, 9)])
    expect(queues.map(({ team_id, items }) => [team_id, items.map((one) => one.conversation_id)])).toEqual([
      [9, [2, 3]],
      [5, [1]],
    ])
    expect(queuesOf([])).toEqual([])
  })
  it('know the oldest, since when it waits there or else is owed', () => {
    const [queue] = queuesOf([
      item(1, 5, { waits_since: '2026-11-23T09:10:00Z', owed_since: '2026-11-23T08:00:00Z' }),
      item(2, 5, { owed_since: '2026-11-23T09:05:00Z' }),
      item(3, 5),
    ])
    expect(queue?.oldest).toBe('2026-11-23T09:05:00Z')
    expect(queuesOf([item(1, 5)])[0]?.oldest).toBeNull()
  })
  it('say why, the most frequent reason first; how full people are makes no other reason', () => {
    const full = (value: string) => ({ grounds: [{ code: 'no_room', value }] })
    const [queue] = queuesOf([
      item(1, 5),
      item(2, 5, full('9/10')),
      item(3, 5, full('10/10')),
      item(4, 5, { grounds: [{ code: 'speakers_away', value: 'de' }] }),
      item(5, 5, { grounds: [{ code: 'speakers_away', value: 'fr' }] }),
    ])
    expect(queue?.reasons.map(({ n }) => n)).toEqual([2, 1, 1, 1])
    expect(queue?.reasons[0]?.grounds).toEqual([{ code: 'no_room', value: '9/10' }])
  })
})

describe('people', () => {
  const person = (user_id: number, name: string, presence: AgentPresence['presence']): AgentPresence => ({
    user_id,
    name,
    presence,
    since: null,
    by: null,
    load: 0,
    capacity: 10,
    conversations: 0,
    team_ids: [],
  })
  it('who is there come first, then by name', () => {
    const people = [
      person(1, 'Zoe', 'off'),
      person(2, 'Ben', 'away'),
      person(3, 'Cleo', 'online'),
      person(4, 'Ana', 'online'),
    ]
    expect(byPresence(people).map(({ name }) => name)).toEqual(['Ana', 'Cleo', 'Ben', 'Zoe'])
    expect(countOf(people, 'online')).toBe(2)
  })
  it('are full at most, and with nothing to carry only when they have something', () => {
    expect(loadShare({ load: 3, capacity: 5 })).toBe(0.6)
    expect(loadShare({ load: 9, capacity: 5 })).toBe(1)
    expect(loadShare({ load: 0, capacity: 0 })).toBe(0)
    expect(loadShare({ load: 1, capacity: 0 })).toBe(1)
  })
})
