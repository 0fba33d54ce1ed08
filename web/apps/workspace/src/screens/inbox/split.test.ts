import { beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '@heed/api'
import { message } from '../../../../../packages/live/test_kit'
import { beginSplit, chosen, endSplit, faultOf, splitting, toggle } from './split'

const note = (id: number): Message => ({ ...message(id, 1, id), direction: 'internal' })
const said = [message(1, 1, 1), message(2, 1, 2), message(3, 1, 3), message(4, 1, 4)]
const ids = () => [...chosen.value].sort()

describe('choosing messages', () => {
  beforeEach(() => {
    beginSplit(1)
  })

  it('takes one and lets it go', () => {
    toggle(said, 2, false)
    expect(ids()).toEqual([2])
    toggle(said, 2, false)
    expect(ids()).toEqual([])
  })
  it('takes all in between, either way', () => {
    toggle(said, 4, false)
    toggle(said, 2, true)
    expect(ids()).toEqual([2, 3, 4])
    toggle(said, 4, true)
    expect(ids()).toEqual([])
  })
  it('has nothing in between where none was touched before', () => {
    toggle(said, 3, true)
    expect(ids()).toEqual([3])
  })
  it('begins and ends with nothing chosen', () => {
    toggle(said, 3, false)
    endSplit()
    expect([splitting.value, ids()]).toEqual([null, []])
  })
})

describe('what can go', () => {
  const with_note = [...said.slice(0, 2), note(9)]
  it('is something that was said, with something that stays', () => {
    expect(faultOf(with_note, new Set([1]), false)).toBe(null)
    expect(faultOf(with_note, new Set([1, 9]), false)).toBe(null)
    expect(faultOf(with_note, new Set(), false)).toBe('none')
    expect(faultOf(with_note, new Set([9]), false)).toBe('only_notes')
    expect(faultOf(with_note, new Set([1, 2]), false)).toBe('nothing_left')
  })
  it('may be all that is loaded, where more is not', () => {
    expect(faultOf(with_note, new Set([1, 2]), true)).toBe(null)
  })
})
