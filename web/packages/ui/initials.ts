// One or two letters for a name, whatever the script; emoji and combined letters stay whole.
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstLetter(word: string): string {
  const bare = word.replace(/^[^\p{L}\p{N}]+/u, '') || word
  for (const { segment } of segmenter.segment(bare)) return segment.toUpperCase()
  return ''
}

export function initials(name: string): string {
  const words = name.trim().slice(0, 200).split(/\s+/).filter(Boolean)
  const [first, last] = [words[0], words.length > 1 ? words[words.length - 1] : undefined]
  if (first === undefined) return '?'
  return firstLetter(first) + (last === undefined ? '' : firstLetter(last))
}
