// What the log shows, in order: a day's heading, what was said, and what is still on its way.
import type { Attachment, WidgetMessage } from '@heed/api'
import type { Outgoing } from './outbox'
import { day } from './i18n'

export type Row =
  | { kind: 'day'; id: string; text: string }
  | {
      kind: 'said'
      id: string
      mine: boolean
      author: string
      text: string
      files: readonly Attachment[]
      at: number
      first: boolean
      last: boolean
    }
  | { kind: 'out'; id: string; entry: Outgoing }

const kPauseMs = 10 * 60_000 // After this long the name and time stand again.

export function rowsOf(lines: readonly WidgetMessage[], outbox: readonly Outgoing[]): Row[] {
  const rows: Row[] = []
  let lastDay = ''
  lines.forEach((line, index) => {
    const at = Date.parse(line.said_at)
    const heading = day(at)
    if (heading !== lastDay) rows.push({ kind: 'day', id: `day ${heading}`, text: heading })
    const before = heading === lastDay ? lines[index - 1] : undefined
    lastDay = heading
    rows.push({
      kind: 'said',
      id: String(line.id),
      mine: line.mine,
      author: line.author_name,
      text: line.text,
      files: line.files,
      at,
      first: !before || !runsOn(before, line),
      last: index === lines.length - 1 || !runsOn(line, lines[index + 1] as WidgetMessage),
    })
  })
  for (const entry of outbox) rows.push({ kind: 'out', id: entry.key, entry })
  return rows
}

function runsOn(before: WidgetMessage, after: WidgetMessage): boolean {
  return (
    before.mine === after.mine &&
    before.author_name === after.author_name &&
    Date.parse(after.said_at) - Date.parse(before.said_at) < kPauseMs
  )
}
