// Finds the web addresses in what somebody said, so that they can be opened. Everything else stays text.
export interface Part {
  text: string
  href?: string
}

const kAddress = /\bhttps?:\/\/[^\s<>"']+/gi

export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(kAddress)) {
    // A full stop or bracket after an address belongs to the sentence.
    let address = match[0].replace(/[.,;:!?…]+$/u, '')
    if (address.endsWith(')') && !address.includes('(')) address = address.slice(0, -1)
    if (!URL.canParse(address)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: address, href: address })
    end = match.index + address.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}
