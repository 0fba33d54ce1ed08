// @vitest-environment node
import { expect, it } from 'vitest'
import { initials } from './initials'

it.each([
  ['Ana Silva', 'AS'],
  ['Maximiliane von Trostburg zu Hohenberg', 'MH'],
  ['Zoë', 'Z'],
  ['@115712', '1'],
  ['محمد العلي', 'ما'],
  ['李 小龙', '李小'],
  ['👩‍👩‍👧 Ferreira', '👩‍👩‍👧F'],
  ['  ', '?'],
  ['', '?'],
  ['---', '-'],
])('of "%s"', (name, expected) => {
  expect(initials(name)).toBe(expected)
})

it('of a name without end are found at once', () => {
  expect(initials('a'.repeat(1_000_000))).toBe('A')
})
