import { beforeAll, expect, it } from 'vitest'
import type { FeedEvent } from '@heed/live'
import { conversation } from '../../../../packages/live/test_kit'
import { localText } from '../parts/local_time'
import { nameOf, noteText, whenText } from '../parts/later_words'
import { alsoSpeak, speak } from '../words'
import { laterNotes, noteLater } from './later'

beforeAll(async () => {
  await speak('en')
  await alsoSpeak('later')
})

const now = Date.parse('2026-11-21T09:00:00Z')
const changed = (seq: number, step: 'planned' | 'due' | 'done', at: string): FeedEvent => ({
  type: 'follow_up.changed',
  seq,
  at,
  conversation: conversation(77, { owed: false }),
  follow_up_id: 5,
  kind: 'call_back',
  step,
  due_at: '2026-11-21T11:00:00Z',
  text: 'About the wheel',
  by: null,
})

it('a thread keeps what was planned, due and missed, each once and in order', () => {
  const events = [
    changed(4, 'due', '2026-11-21T10:00:00Z'),
    changed(3, 'planned', '2026-11-21T09:00:00Z'),
    changed(5, 'due', '2026-11-21T11:00:00Z'),
  ]
  for (const event of [...events, ...events]) noteLater(event)
  const texts = laterNotes(77).map((note) => noteText(note, now))
  expect(texts).toHaveLength(3)
  expect(texts[0]).toMatch(/^Call promised: /)
  expect(texts.slice(1)).toEqual(['It is time for the promised call', 'The promised call was missed'])
})

it('a call is told with its slot, a reminder with its moment', () => {
  const slot = { from_at: '2026-11-21T10:00:00Z', due_at: '2026-11-21T11:00:00Z' }
  expect(whenText(slot)).toMatch(/ to /)
  expect(whenText({ ...slot, from_at: null })).not.toMatch(/ to /)
  expect(nameOf({ kind: 'call_back', text: '', phone: '112' })).toBe('112')
  expect(nameOf({ kind: 'reminder', text: 'Ask', phone: '' })).toBe('Ask')
})

it('a field of date and time gets what it can read back', () => {
  const at = new Date(2026, 2, 5, 9, 7).getTime()
  expect(localText(at)).toBe('2026-03-05T09:07')
  expect(new Date(localText(at)).getTime()).toBe(at)
})
