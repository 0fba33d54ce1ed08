import { expect, test } from 'vitest'
import { fieldOf, withField } from './query_text'

test('a field is found in the text', () => {
  expect(fieldOf('lost team:"North West" is:owed', 'team')).toBe('North West')
  expect(fieldOf('lost is:owed', 'is')).toBe('owed')
  expect(fieldOf('steam:x', 'team')).toBe('')
})

test('a field is set, changed and taken away', () => {
  expect(withField('lost', 'team', 'North West')).toBe('lost team:"North West"')
  expect(withField('lost team:"North West" parcel', 'team', 'Care')).toBe('lost parcel team:Care')
  expect(withField('lost team:Care', 'team', '')).toBe('lost')
  expect(withField('', 'is', 'owed')).toBe('is:owed')
})
