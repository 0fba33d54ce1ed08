import { describe, expect, it } from 'vitest'
import type { AgentPresence } from '@heed/api'
import { notePresence, withTold } from './presence'
import { queries } from './queries'

const person = (user_id: number): AgentPresence => ({
  user_id,
  name: `P${String(user_id)}`,
  presence: 'off',
  since: null,
  by: null,
  load: 3,
  capacity: 10,
  conversations: 2,
  team_ids: [1],
})

describe('who is there', () => {
  it('changes for who came, and leaves their load and the others alone', () => {
    const told = { user_id: 2, presence: 'online', since: '2026-11-23T09:00:00Z', by: 2 } as const
    const [first, second] = withTold([person(1), person(2)], told)
    expect(first).toEqual(person(1))
    expect(second).toEqual({ ...person(2), presence: 'online', since: '2026-11-23T09:00:00Z', by: 2 })
  })
  it('comes with the feed; before it was asked for, there is nothing to change', () => {
    const event = {
      type: 'presence.changed',
      seq: 1,
      at: '2026-11-23T09:05:00Z',
      user_id: 1,
      presence: 'away',
      by: null,
    } as const
    notePresence(event)
    expect(queries.getQueryData(['presence'])).toBeUndefined()
    queries.setQueryData(['presence'], [person(1)])
    notePresence(event)
    expect(queries.getQueryData(['presence'])).toMatchObject([{ presence: 'away', since: event.at, by: null, load: 3 }])
  })
})
