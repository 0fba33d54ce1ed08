// A line between a browser and the server that can be cut: what passes through it can be dropped, all of it or the live
// sockets alone, and comes back when it is mended.
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export class Line {
  url = ''
  private cutting: 'none' | 'live' | 'all' = 'none'
  private readonly listener: NetServer
  private readonly pairs = new Set<{ near: Socket; far: Socket; live: boolean }>()

  private constructor(private readonly port: number) {
    this.listener = createServer((near) => {
      this.join(near)
    })
  }

  static async to(url: string): Promise<Line> {
    const line = new Line(Number(new URL(url).port))
    await new Promise<void>((resolve) => line.listener.listen(0, '127.0.0.1', resolve))
    line.url = `http://127.0.0.1:${String((line.listener.address() as AddressInfo).port)}`
    return line
  }

  cut(what: 'live' | 'all' = 'all'): void {
    this.cutting = what
    for (const pair of this.pairs) {
      if (what === 'live' && !pair.live) continue
      pair.near.destroy()
      pair.far.destroy()
    }
  }

  mend(): void {
    this.cutting = 'none'
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.listener.close(resolve))
  }

  private join(near: Socket): void {
    if (this.cutting === 'all') {
      near.destroy()
      return
    }
    const far = connect(this.port, '127.0.0.1')
    const pair = { near, far, live: false }
    this.pairs.add(pair)
    near.on('data', (chunk) => {
      // A live socket begins with its own request, on a connection of its own.
      if (/^GET \/api\/v1\/(live|widget\/[^/ ]+\/live)[ ?]/.test(chunk.toString('latin1'))) pair.live = true
      if (pair.live && this.cutting !== 'none') near.destroy()
      else far.write(chunk)
    })
    far.pipe(near)
    near.on('end', () => far.end())
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined)
      one.on('close', () => {
        other.destroy()
        this.pairs.delete(pair)
      })
    }
  }
}
