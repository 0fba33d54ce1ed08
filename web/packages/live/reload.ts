// Loading anew what is on the screen, as often as the server asks for it and no oftener than is of use: one load at a time,
// at most one a second, later when the server takes its time, none while nobody looks. The last wish is always granted.

export interface ReloaderOptions {
  load: () => Promise<unknown>
  random?: () => number
}

const kBetweenMs = 1000
const kSpreadMs = 500 // Everybody is asked at the same moment; they should not all come at the same moment.
const kSlowerBy = 3 // A load that took a second is followed by three without one.

export class Reloader {
  private wanted = false
  private running = false
  private notBefore = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly options: ReloaderOptions) {}

  start(): void {
    document.addEventListener('visibilitychange', this.next)
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.next)
    clearTimeout(this.timer)
    this.timer = undefined
    this.wanted = false
  }

  ask(): void {
    this.wanted = true
    this.next()
  }

  private readonly next = (): void => {
    if (!this.wanted || this.running || this.timer !== undefined || document.hidden) return
    const random = this.options.random ?? Math.random
    this.timer = setTimeout(() => void this.run(), Math.max(0, this.notBefore - Date.now()) + random() * kSpreadMs)
  }

  private async run(): Promise<void> {
    this.timer = undefined
    this.wanted = false
    this.running = true
    const began = Date.now()
    await this.options.load().catch(() => undefined)
    this.running = false
    this.notBefore = Date.now() + Math.max(kBetweenMs, kSlowerBy * (Date.now() - began))
    this.next()
  }
}
