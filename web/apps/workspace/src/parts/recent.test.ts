// @vitest-environment node
import { expect, it } from 'vitest'
import { recentFirst, usedNow } from './recent'

it('keeps what was used last, each once, and not for ever', () => {
  expect(usedNow([3, 5, 7], 5)).toEqual([5, 3, 7])
  expect(usedNow([1, 2, 3, 4, 5, 6, 7, 8], 9)).toEqual([9, 1, 2, 3, 4, 5, 6, 7])
})
it('puts it first, and leaves the others as they stood', () => {
  const items = [1, 2, 3, 4].map((id) => ({ id }))
  expect(recentFirst(items, [4, 9, 2]).map(({ id }) => id)).toEqual([4, 2, 1, 3])
  expect(recentFirst(items, [])).toEqual(items)
})
