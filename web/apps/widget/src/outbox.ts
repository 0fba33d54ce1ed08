// Words on their way. Each is kept on the shelf under its idempotency key until the server has it, so that a lost
// connection, a closed page or a reload loses nothing and sends nothing twice.
import type { RefusalKind, Words } from './api'
import type { Shelf } from './shelf'

export type Standing =
  | { kind: 'sending' }
  | { kind: 'waiting'; because: 'offline' | 'busy' } // Goes by itself.
  | { kind: 'refused'; why: RefusalKind; field: string | null; message: string } // Needs a person.

export interface Outgoing {
  key: string
  words: Words
  at: number
  after: number // The newest message known when it was written.
  tries: number
  standing: Standing
}

type Kept = Pick<Outgoing, 'words' | 'at' | 'after'>
const kPrefix = 'out:'

export function restore(shelf: Shelf): Outgoing[] {
  const found: Outgoing[] = []
  for (const name of shelf.names(kPrefix)) {
    try {
      const kept = JSON.parse(shelf.get(name) ?? '') as Kept
      found.push({ ...kept, key: name.slice(kPrefix.length), tries: 0, standing: { kind: 'waiting', because: 'offline' } })
    } catch {
      shelf.set(name, null)
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

export function keep(shelf: Shelf, { key, words, at, after }: Outgoing): void {
  shelf.set(kPrefix + key, JSON.stringify({ words, at, after } satisfies Kept))
}

export function forget(shelf: Shelf, key: string): void {
  shelf.set(kPrefix + key, null)
}
