// What this browser keeps between visits, on Heed's own origin: the visitor's token, words not yet sent, the draft. Where
// the browser keeps nothing for a framed page the shelf lives as long as the page does.
export interface Shelf {
  get(name: string): string | null
  set(name: string, value: string | null): void
  names(prefix: string): string[]
}

function usable(): Storage | undefined {
  try {
    localStorage.setItem('heed', '')
    localStorage.removeItem('heed')
    return localStorage
  } catch {
    return undefined
  }
}

export function makeShelf(prefix: string, storage: Storage | undefined = usable()): Shelf {
  const memory = new Map<string, string>()
  return {
    get: (name) => storage?.getItem(prefix + name) ?? memory.get(name) ?? null,
    set(name, value) {
      if (value === null) {
        memory.delete(name)
        storage?.removeItem(prefix + name)
        return
      }
      memory.set(name, value)
      try {
        storage?.setItem(prefix + name, value)
      } catch {
        // Full: the copy in memory serves this page.
      }
    },
    names(start) {
      const stored = storage ? Object.keys(storage).filter((name) => name.startsWith(prefix)) : []
      const all = new Set([...memory.keys(), ...stored.map((name) => name.slice(prefix.length))])
      return [...all].filter((name) => name.startsWith(start))
    },
  }
}
