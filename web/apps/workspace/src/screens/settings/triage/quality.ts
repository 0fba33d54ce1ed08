// What people said against what triage had said, counted.
export interface Cell {
  said: string
  meant: string
  count: number
}

export interface Confusion {
  names: string[]
  counts: number[][] // A row for what people said, a column for what triage had said.
  right: number
  total: number
}

// The names in the order given, what else there is behind them.
export function confusion(cells: readonly Cell[], order: readonly string[]): Confusion {
  const there = new Set(cells.flatMap(({ said, meant }) => [said, meant]))
  const names = [...order.filter((name) => there.has(name)), ...[...there].filter((name) => !order.includes(name)).sort()]
  const at = new Map(names.map((name, i) => [name, i]))
  const counts = names.map(() => names.map(() => 0))
  let [right, total] = [0, 0]
  for (const { said, meant, count } of cells) {
    const row = counts[at.get(meant) ?? -1]
    const column = at.get(said) ?? -1
    if (!row) continue
    row[column] = (row[column] ?? 0) + count
    total += count
    if (said === meant) right += count
  }
  return { names, counts, right, total }
}

export interface IntentRow {
  name: string
  right: number
  missed: number // People say it, triage had not.
  wrong: number // Triage had said it, people do not.
}

// Each thing by itself, and this where there was no such thing on the other side.
const kNone = 'none'

// A message asks for several things, so each is counted by itself; the most looked at first.
export function intentRows(cells: readonly Cell[]): IntentRow[] {
  const rows = new Map<string, IntentRow>()
  for (const { said, meant, count } of cells) {
    const name = meant === kNone ? said : meant
    const row = rows.get(name) ?? { name, right: 0, missed: 0, wrong: 0 }
    rows.set(name, row)
    if (said === meant) row.right += count
    else if (said === kNone) row.missed += count
    else row.wrong += count
  }
  const size = ({ right, missed, wrong }: IntentRow) => right + missed + wrong
  return [...rows.values()].sort((a, b) => size(b) - size(a) || a.name.localeCompare(b.name))
}

export interface Change {
  value: string
  now: number // Shares.
  before: number
}

// What is said more or less often than before, the greatest change first.
export function changes(values: readonly { value: string; recent: number; before: number }[]): Change[] {
  const recent = values.reduce((sum, one) => sum + one.recent, 0)
  const before = values.reduce((sum, one) => sum + one.before, 0)
  const far = ({ now, before: then }: Change) => Math.abs(now - then)
  return values
    .map((one) => ({ value: one.value, now: one.recent / Math.max(1, recent), before: one.before / Math.max(1, before) }))
    .sort((a, b) => far(b) - far(a))
}
