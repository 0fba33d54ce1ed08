// The owed ledger as it is drawn: each wait ended in one way, or goes on.
import type { OwedReport, OwedReportRow } from '@heed/api'

export const kEnds = ['in_time', 'too_late', 'owed', 'dismissed'] as const
export type End = (typeof kEnds)[number]
export type Counts = Pick<OwedReportRow, 'waits' | 'answered' | 'in_time' | 'dismissed' | 'owed' | 'late'>

export const countOf = (row: Counts, end: End): number => (end === 'too_late' ? row.answered - row.in_time : row[end])

// The parts of a row's bar, as shares of its waits; none that is empty.
export const partsOf = (row: Counts): { end: End; share: number }[] =>
  row.waits === 0 ? [] : kEnds.map((end) => ({ end, share: countOf(row, end) / row.waits })).filter(({ share }) => share > 0)

// Of the answers, how many came in time; null where there was none.
export const keptShare = (row: Counts): number | null => (row.answered > 0 ? row.in_time / row.answered : null)

// Most waits first.
export const sortedRows = (report: OwedReport): OwedReportRow[] =>
  [...report.rows].sort((a, b) => b.waits - a.waits || a.inbox_id - b.inbox_id || (a.team_id ?? 0) - (b.team_id ?? 0))
