// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { addressOf, isNarrowed, readQuery, usedShare } from './owed'

describe('what the owed page shows', () => {
  it('stands in its address', () => {
    const asked = { order: 'risk', inbox: 3, team: null, channel: 'mastodon' } as const
    expect(readQuery({ order: 'risk', inbox: '3', channel: 'mastodon' })).toEqual(asked)
    expect(addressOf(asked)).toEqual({ order: 'risk', inbox: '3', channel: 'mastodon' })
  })
  it('is everything, oldest first, where the address says nothing or nonsense', () => {
    const usual = { order: 'age', inbox: null, team: null, channel: null } as const
    expect(readQuery({ order: 'luck', inbox: 'x', team: '-1', channel: '' })).toEqual(usual)
    expect(addressOf(usual)).toEqual({})
    expect(isNarrowed(usual)).toBe(false)
    expect(isNarrowed({ ...usual, team: 2 })).toBe(true)
  })
})

it('the time used goes on past the deadline, and stands still with the clock', () => {
  const clock = { started_at: '2026-11-21T09:00:00Z', due_at: '2026-11-21T10:00:00Z', paused_at: null }
  const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`)
  expect(usedShare(clock, at('08:59'))).toBe(0)
  expect(usedShare(clock, at('09:45'))).toBe(0.75)
  expect(usedShare(clock, at('10:30'))).toBe(1.5)
  expect(usedShare({ ...clock, paused_at: '2026-11-21T09:15:00Z' }, at('10:30'))).toBe(0.25)
})
