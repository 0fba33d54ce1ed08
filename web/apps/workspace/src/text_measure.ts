// How long a text is as a channel counts it, and how many messages a long answer becomes: the rules of src/channel/text_measure.cpp,
// so that the composer says beforehand what the server will do.
import type { Capabilities } from '@heed/api'

export type TextUnit = Capabilities['text_unit']

const kLinkLength = 23
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
const bytes = new TextEncoder()

interface Step {
  text: string // Never cut.
  length: number
}

// The link at the beginning of `rest`; what ends a sentence is not of it.
function linkAt(rest: string, before: string): string {
  const scheme = /^https?:\/\//.exec(rest)?.[0]
  if (!scheme || /[\p{L}\p{N}_]$/u.test(before)) return ''
  let link = /^[^ \t\r\n<>"]*/.exec(rest)?.[0] ?? ''
  while (/[.,;:!?)']$/.test(link)) {
    if (link.endsWith(')') && link.split('(').length >= link.split(')').length) break
    link = link.slice(0, -1)
  }
  return link.length > scheme.length ? link : ''
}

// "@user@host": the whole, and "@user", which is what counts.
function mentionAt(rest: string, before: string): { whole: string; user: string } | null {
  if (/[\p{L}\p{N}_/]$/u.test(before)) return null
  const found = /^(@\w(?:[\w.-]*\w)?)@\w(?:[\w.-]*\w)?/.exec(rest)
  return found ? { whole: found[0], user: found[1] ?? '' } : null
}

function measureGrapheme(text: string, unit: TextUnit): number {
  if (unit === 'code_points') return [...text].length
  if (unit === 'utf16_units') return text.length
  return unit === 'bytes' ? bytes.encode(text).length : 1
}

function stepsOf(text: string, unit: TextUnit): Step[] {
  const steps: Step[] = []
  let covered = 0
  for (const { segment, index } of segmenter.segment(text)) {
    if (index < covered) continue
    covered = index + segment.length
    if (unit === 'graphemes_links_23') {
      const [rest, before] = [text.slice(index), text.slice(0, index)]
      const link = /^https?:/.test(rest) ? linkAt(rest, before) : ''
      const mention = segment.startsWith('@') ? mentionAt(rest, before) : null
      if (link || mention) {
        const whole = link || (mention?.whole ?? '')
        steps.push({ text: whole, length: link ? kLinkLength : (mention?.user.length ?? 0) })
        covered = index + whole.length
        continue
      }
    }
    steps.push({ text: segment, length: measureGrapheme(segment, unit) })
  }
  return steps
}

export function measure(text: string, unit: TextUnit): number {
  if (unit === 'code_points') return [...text].length
  if (unit === 'utf16_units') return text.length
  if (unit === 'bytes') return bytes.encode(text).length
  return stepsOf(text, unit).reduce((sum, { length }) => sum + length, 0)
}

// How well a reader bears a cut: 3 between paragraphs, 2 sentences, 1 words, 0 within a word.
function cutBetween(before: string, after: string): number {
  if (after.startsWith('\n\n')) return 3
  const said = before.trim()
  if (/[。！？।؟]$/.test(said)) return 2
  if (!/^[ \t\n]/.test(after)) return 0
  return after.startsWith('\n') || /[.!?…]["')”’»]*$/.test(said) ? 2 : 1
}

// Where the first piece of at most `limit` ends: the best cut in its second half, the latest of those; else the best at all.
function cutAfter(text: string, limit: number, unit: TextUnit): number {
  let best = { at: 0, cut: 0 }
  let late = { at: 0, cut: 0 }
  let [length, at] = [0, 0]
  for (const step of stepsOf(text, unit)) {
    if (length + step.length > limit) break
    length += step.length
    at += step.text.length
    if (at === text.length) return at
    const cut = cutBetween(text.slice(Math.max(0, at - 40), at), text.slice(at, at + 2))
    if (cut >= best.cut) best = { at, cut }
    if (length * 2 >= limit && cut >= late.cut) late = { at, cut }
  }
  if (late.at !== 0 && late.cut > 0) return late.at
  return best.cut > 0 ? best.at : Math.max(at, 1)
}

function cutAll(text: string, limit: number, unit: TextUnit): string[] {
  const pieces: string[] = []
  for (let rest = text.trim(); rest !== ''; rest = rest.trim()) {
    const end = cutAfter(rest, limit, unit)
    pieces.push(rest.slice(0, end).trim())
    rest = rest.slice(end)
  }
  return pieces
}

export function splitText(text: string, limit: number, unit: TextUnit): string[] {
  if (measure(text, unit) <= limit) return [text]
  let pieces = cutAll(text, limit - ' (1/9)'.length, unit)
  if (pieces.length > 9) pieces = cutAll(text, limit - ' (11/99)'.length, unit)
  return pieces.map((piece, at) => `${piece} (${at + 1}/${pieces.length})`)
}
