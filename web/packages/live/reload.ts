// Loading anew what is on the screen, as often as the server asks for it and no oftener than is of use: one load at a time,
// at most one a second, later when the server takes its time or nobody looks. The last wish is always granted.

export interface ReloaderOptions {
  load: () => Promise<unknown>
  random?: () => number
}

const kBetweenMs = 1000
const kUnseenMs = 15_000 // The title and the notices of a page that nobody looks at still have to be about right.
const kSpreadMs = 500 // Everybody is asked at the same moment; they should not all come at the same moment.
const kSlowerBy = 3 // A load that took a second is followed by three without one.

export class Reloader {
  private wanted = false
  private running = false
  private ended = -Infinity
  private notBefore = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly options: ReloaderOptions) {}

  start(): void {
    document.addEventListener('visibilitychange', this.look)
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.look)
    clearTimeout(this.timer)
    this.timer = undefined
    this.wanted = false
  }

  ask(): void {
    this.wanted = true
    this.next()
  }

  private readonly look = (): void => {
    clearTimeout(this.timer)
    this.timer = undefined
    this.next()
  }

  private next(): void {
    if (!this.wanted || this.running || this.timer !== undefined) return
    const random = this.options.random ?? Math.random
    const at = document.hidden ? Math.max(this.notBefore, this.ended + kUnseenMs) : this.notBefore
    this.timer = setTimeout(() => void this.run(), Math.max(0, at - Date.now()) + random() * kSpreadMs)
  }

  private async run(): Promise<void> {
    this.timer = undefined
    this.wanted = false
    this.running = true
    const began = Date.now()
    await this.options.load().catch(() => undefined)
    this.running = false
    this.ended = Date.now()
    this.notBefore = this.ended + Math.max(kBetweenMs, kSlowerBy * (this.ended - began))
    this.next()
  }
}
