// Finds the web addresses in what somebody said, so that they can be opened. Everything else stays text.
export interface Part {
  text: string
  href?: string
}

// An address ends where a mark would turn its letters round: what is shown is what is opened.
const kAddress = /\bhttps?:\/\/[^\s<>"'\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi
const kEndsSentence = new Set('.,;:!?…')

// Not by a pattern: at every full stop of a million it would look for the end anew.
function withoutStops(address: string): string {
  let end = address.length
  while (end > 0 && kEndsSentence.has(address.charAt(end - 1))) end -= 1
  return address.slice(0, end)
}

export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(kAddress)) {
    // A full stop or bracket after an address belongs to the sentence.
    let address = withoutStops(match[0])
    if (address.endsWith(')') && !address.includes('(')) address = address.slice(0, -1)
    if (!URL.canParse(address)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: address, href: address })
    end = match.index + address.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}
