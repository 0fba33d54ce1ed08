// What a running clock says. Colour is never alone: each state has a shape and, for screen readers, a word.
export type ClockState = 'calm' | 'soon' | 'now' | 'late'

export interface Span {
  started_at: string
  due_at: string
}

const kMinute = 60_000

// Soon: under a third of the time is left. Now: under a tenth, or under a minute.
export function clockState(span: Span, now: number): ClockState {
  const [start, due] = [Date.parse(span.started_at), Date.parse(span.due_at)]
  const left = due - now
  if (left <= 0) return 'late'
  const whole = due - start
  if (left < Math.max(Math.min(kMinute, whole / 3), whole * 0.1)) return 'now'
  return left < whole * 0.33 ? 'soon' : 'calm'
}

// The share of the time that is left, in steps of half a percent so that the screen is not touched for nothing.
export function shareLeft(span: Span, now: number): number {
  const [start, due] = [Date.parse(span.started_at), Date.parse(span.due_at)]
  if (due <= start) return 0
  const share = Math.min(1, Math.max(0, (due - now) / (due - start)))
  return Math.round(share * 200) / 200
}

export type Shown =
  | { unit: 'ms'; text: string } // "4:07", "+0:46": the same in every language
  | { unit: 'm'; n: number }
  | { unit: 'hm'; h: number; m: string }
  | { unit: 'd'; n: number }

// How long from now to `due`. In full (the open conversation) minutes and seconds count up to an hour; in a row only the last
// ten minutes do.
export function shownTime(due: string, now: number, full: boolean): Shown {
  const left = Date.parse(due) - now
  const seconds = left > 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000)
  const sign = left > 0 ? '' : '+'
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)]
  if (minutes < (full ? 60 : 10)) return { unit: 'ms', text: `${sign}${minutes}:${String(seconds % 60).padStart(2, '0')}` }
  if (hours < 1) return { unit: 'm', n: minutes }
  if (hours < 48) return { unit: 'hm', h: hours, m: String(minutes % 60).padStart(2, '0') }
  return { unit: 'd', n: Math.floor(hours / 24) }
}
