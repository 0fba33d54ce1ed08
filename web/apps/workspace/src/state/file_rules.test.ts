import { expect, test } from 'vitest'
import type { ReplyTerms } from '@heed/api'
import { acceptOf, isAmong, objectionTo } from './file_rules'

const terms: ReplyTerms = {
  possible: true,
  reason: '',
  text_limit: 500,
  text_unit: 'graphemes',
  closes_at: null,
  undo_s: 5,
  files: 2,
  file_bytes: 1_000_000,
  file_types: ['image/', 'video/mp4'],
  lone_file_types: ['video/'],
}
const words = (bytes: number) => `${bytes / 1000} kB`
const file = (size: number, type = 'image/png') => ({ name: 'wheel.png', type, size })
const about = (one = file(1000), before = [] as ReturnType<typeof file>[], change: Partial<ReplyTerms> = {}) =>
  objectionTo(one, before, { ...terms, ...change }, words)

test('what a channel takes is not objected to', () => {
  expect(about()).toBeNull()
  expect(about(file(1_000_000), [file(1_000_000)])).toBeNull()
  expect(about(file(9, 'application/pdf'), [], { file_types: [] })).toBeNull()
})

test('each file is told its own reason', () => {
  expect(about(file(0))?.key).toBe('attach.empty')
  expect(about(file(9, 'application/pdf'))?.key).toBe('attach.kind')
  expect(about(file(1_500_000))).toEqual({ key: 'attach.too_large', values: { size: '1500 kB', most: '1000 kB' } })
  expect(about(file(9), [file(9), file(9)])).toEqual({ key: 'attach.too_many', values: { n: 2 } })
  expect(about(file(9), [file(9, 'video/mp4')])?.key).toBe('attach.lone')
  expect(about(file(9, 'video/mp4'), [file(9)])?.key).toBe('attach.lone')
  expect(about(file(9), [], { files: 0 })?.key).toBe('attach.none')
  const large = { files: 9, file_bytes: 20 * 1024 * 1024 }
  expect(about(file(15 * 1024 * 1024), [file(15 * 1024 * 1024)], large)?.key).toBe('attach.together')
})

test('kinds are compared as the server compares them', () => {
  expect(isAmong(['image/'], 'IMAGE/PNG')).toBe(true)
  expect(isAmong(['image/png'], 'image/jpeg')).toBe(false)
  expect(isAmong(['image/'], '')).toBe(false)
  expect(isAmong([], '')).toBe(true)
  expect(acceptOf(['image/', 'video/mp4'])).toBe('image/*,video/mp4')
})
