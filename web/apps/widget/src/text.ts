// A message as pieces: plain text, and addresses to follow. It is never read as HTML.
export interface Piece {
  text: string
  href?: string
}

const address = /https?:\/\/[^\s<>"]+/g

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    // The full stop or bracket behind an address belongs to the sentence.
    const href = match[0].replace(/[.,;:!?)\]}'’”»]+$/, '')
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push({ text: href, href })
    from = match.index + href.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}
