// Places in somebody's words that stand out: what moved the triage, and what must not be seen in previews.
import type { Part } from './said_text'

export interface Mark {
  begin: number
  end: number // Excluded.
  kind: 'why' | 'private'
  hint?: string | undefined // Said of it to who cannot see the mark.
}

export interface MarkedPart extends Part {
  why?: boolean
  hint?: string | undefined
}

// Cuts the parts where marks begin and end. An address that can be opened stays whole.
export function withMarks(parts: readonly Part[], marks: readonly Mark[]): MarkedPart[] {
  if (marks.length === 0) return [...parts]
  const marked: MarkedPart[] = []
  let from = 0
  for (const part of parts) {
    const until = from + part.text.length
    const cuts = part.href ? [] : marks.flatMap(({ begin, end }) => [begin, end]).filter((cut) => cut > from && cut < until)
    const edges = [...new Set([from, ...cuts, until])].sort((a, b) => a - b)
    edges.slice(1).forEach((end, i) => {
      const begin = edges[i] ?? from
      const here = marks.filter((mark) => mark.begin < end && mark.end > begin)
      const hint = here.find(({ kind, end: last }) => kind === 'private' && last <= end)?.hint
      marked.push({
        ...part,
        text: part.text.slice(begin - from, end - from),
        ...(here.some(({ kind }) => kind === 'why') ? { why: true } : {}),
        ...(hint === undefined ? {} : { hint }),
      })
    })
    from = until
  }
  return marked
}
