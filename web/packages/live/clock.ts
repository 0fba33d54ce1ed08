// The server's time, as well as this side knows it, and one tick a second for everything that counts. The tick stops while
// the page is hidden.
import { shallowRef, type ShallowRef } from 'vue'

export interface ServerClock {
  readonly now: Readonly<ShallowRef<number>> // Milliseconds; repaints what reads it once a second.
  read(): number // Exactly now.
  adjust(serverNow: string): void
  start(): void
  stop(): void
}

export function makeServerClock(local: () => number = Date.now): ServerClock {
  let offset = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = shallowRef(local())
  const read = () => local() + offset

  function tick() {
    now.value = read()
    if (typeof document !== 'undefined' && document.hidden) {
      timer = undefined
      return
    }
    timer = setTimeout(tick, 1000 - (read() % 1000))
  }
  function wake() {
    if (timer === undefined && !document.hidden) tick()
  }
  return {
    now,
    read,
    adjust(serverNow) {
      const time = Date.parse(serverNow)
      if (Number.isNaN(time)) return
      offset = time - local()
      now.value = read()
    },
    start() {
      if (timer !== undefined) return
      document.addEventListener('visibilitychange', wake)
      tick()
    },
    stop() {
      document.removeEventListener('visibilitychange', wake)
      clearTimeout(timer)
      timer = undefined
    },
  }
}
