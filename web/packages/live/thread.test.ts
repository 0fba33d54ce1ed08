import { describe, expect, it } from 'vitest'
import { message } from './test_kit'
import { Thread } from './thread'

describe('a thread', () => {
  it('has what was taken back no more', () => {
    const thread = new Thread()
    const ids = () => thread.messages.value.map(({ id }) => id)
    thread.load([message(12, 1, 2), message(11, 1, 1)], null, 1, true)
    thread.put({ ...message(12, 1, 2), direction: 'outbound', delivery: 'cancelled' }, 2)
    expect(ids()).toEqual([11])
    thread.put({ ...message(12, 1, 2), direction: 'outbound', delivery: 'queued' }, 1)
    expect(ids(), 'what happened before is not told again').toEqual([11])
  })
})
