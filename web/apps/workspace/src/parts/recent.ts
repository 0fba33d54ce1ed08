// What was used last stands first.
const kKept = 8

export const usedNow = (recent: readonly number[], id: number): number[] => [
  id,
  ...recent.filter((one) => one !== id).slice(0, kKept - 1),
]

// The others as they stood.
export function recentFirst<Item extends { id: number }>(items: readonly Item[], recent: readonly number[]): Item[] {
  const place = ({ id }: Item) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return [...items].sort((a, b) => place(a) - place(b))
}
