// What is to be done later, in words.
import type { FollowUp } from '@heed/api'
import type { LaterNote } from '../state/later'
import { briefly, moment } from '../times'
import { t, tData } from '../words'

// "Fri 5 Mar, 10:00 to 11:00", or the moment of a reminder.
export function whenText({ from_at, due_at }: Pick<FollowUp, 'from_at' | 'due_at'>): string {
  if (from_at === null) return moment(due_at, 'full')
  return t('later.slot', { day: moment(from_at, 'date'), from: moment(from_at, 'time'), to: moment(due_at, 'time') })
}

// What it is called where it is spoken of: its text, else its number.
export const nameOf = ({ text, phone, kind }: Pick<FollowUp, 'text' | 'phone' | 'kind'>): string =>
  text || phone || tData('later.kind', kind)

export function noteText(note: LaterNote, now: number): string {
  if (note.kind === 'encounter') return tData('later.note', note.what, { text: note.text })
  const isMissed = note.what === 'call_back' && note.step === 'due' && Date.parse(note.at) >= Date.parse(note.due)
  if (isMissed) return t('later.note.missed')
  const when = briefly(note.due, now) === moment(note.due, 'time') ? moment(note.due, 'time') : moment(note.due, 'full')
  return tData(`later.note.${note.step}`, note.what, { when, text: note.text })
}
