import { expect, it } from 'vitest'
import { shifted, stepOf } from './steps'

it('knows the step that a fault is about', () => {
  expect(stepOf('steps[2].label')).toBe(2)
  expect(stepOf('steps')).toBeNull()
  expect(stepOf(null)).toBeNull()
})

it('moves a step by one place, and no further than the ends', () => {
  expect(shifted(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(shifted(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(shifted(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(shifted(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
})
