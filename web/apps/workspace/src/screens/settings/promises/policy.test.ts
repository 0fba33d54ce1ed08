// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { SlaPolicy } from '@heed/api'
import { bodyOf, bySpecific, draftOf, nextStep } from './policy'

const policy = (rest: Partial<SlaPolicy>): SlaPolicy => ({
  id: 1,
  name: 'Everybody',
  inbox_id: null,
  channel: null,
  team_id: null,
  priority_at_least: null,
  segment: null,
  first_response_s: 3600,
  next_response_s: null,
  resolution_s: 14_400,
  call_back_s: null,
  warn_percent: 75,
  counted: 'always',
  hours_id: null,
  escalate_s: [],
  changed_at: '2026-11-21T09:00:00Z',
  trouble: '',
  ...rest,
})

describe('a policy in its form', () => {
  it('goes back as it came', () => {
    const given = policy({ team_id: 3, counted: 'calendar', hours_id: 9, escalate_s: [60, 120], warn_percent: 40 })
    const body = bodyOf(draftOf(given))
    expect(given).toMatchObject(body)
    expect(Object.keys(body)).toHaveLength(Object.keys(given).length - 3)
  })
  it('that warns of nothing says so with 100', () => {
    expect(draftOf(policy({ warn_percent: 100 })).warn).toBe(false)
    expect(bodyOf({ ...draftOf(), warn: false }).warn_percent).toBe(100)
  })
  it('leaves out what its other choices make void', () => {
    const draft = { ...draftOf(), inbox_id: 2, channel: 'mastodon', counted: 'team' as const, hours_id: 4 }
    expect(bodyOf(draft)).toMatchObject({ inbox_id: 2, channel: null, hours_id: null })
  })
  it('takes each further step twice as late', () => {
    expect(nextStep([])).toBe(1800)
    expect(nextStep([1800])).toBe(3600)
  })
})

it('the most specific comes first, as the server chooses', () => {
  const all = [
    policy({ id: 1 }),
    policy({ id: 2, channel: 'mastodon', team_id: 1 }),
    policy({ id: 3, inbox_id: 1 }),
    policy({ id: 4, segment: 'customer' }),
    policy({ id: 5, segment: 'key' }),
    policy({ id: 6, priority_at_least: 50 }),
    policy({ id: 7, priority_at_least: 80 }),
    policy({ id: 8 }),
  ]
  expect(bySpecific(all).map(({ id }) => id)).toEqual([5, 4, 7, 6, 3, 2, 8, 1])
})
