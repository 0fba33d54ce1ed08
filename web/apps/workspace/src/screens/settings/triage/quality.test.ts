// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { changes, confusion, intentRows } from './quality'

const cell = (said: string, meant: string, count = 1) => ({ said, meant, count })

describe('what people said against what triage had said', () => {
  it('is a table of the names that occur, in their order', () => {
    const table = confusion(
      [cell('negative', 'neutral', 2), cell('negative', 'negative', 5), cell('odd', 'neutral')],
      ['negative', 'neutral', 'positive'],
    )
    expect(table.names).toEqual(['negative', 'neutral', 'odd'])
    expect(table.counts).toEqual([
      [5, 0, 0],
      [2, 0, 1],
      [0, 0, 0],
    ])
    expect([table.right, table.total]).toEqual([5, 8])
    expect(confusion([], ['negative'])).toEqual({ names: [], counts: [], right: 0, total: 0 })
  })
  it('counts each thing that was asked by itself', () => {
    const cells = [cell('refund', 'refund', 3), cell('delivery', 'none', 3), cell('none', 'refund'), cell('billing', 'none')]
    const rows = intentRows(cells)
    expect(rows).toEqual([
      { name: 'refund', right: 3, missed: 1, wrong: 0 },
      { name: 'delivery', right: 0, missed: 0, wrong: 3 },
      { name: 'billing', right: 0, missed: 0, wrong: 1 },
    ])
  })
})

it('tells what is said more or less often than before', () => {
  const values = [
    { value: 'refund', recent: 30, before: 10 },
    { value: 'praise', recent: 10, before: 50 },
    { value: 'outage', recent: 0, before: 40 },
  ]
  expect(changes(values).map(({ value, now, before }) => `${value} ${String(now)} ${String(before)}`)).toEqual([
    'refund 0.75 0.1',
    'outage 0 0.4',
    'praise 0.25 0.5',
  ])
  expect(changes([{ value: 'a', recent: 0, before: 0 }])).toEqual([{ value: 'a', now: 0, before: 0 }])
})
