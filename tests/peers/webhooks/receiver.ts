// A receiver of webhooks that believes only what npm's standardwebhooks has verified.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  id: string
  type: string
  timestamp: string
  seq: number
  data: Record<string, unknown>
}

// As much of the package as is used. It is found at run time only: peer.sh installs it, and types are checked without it too.
interface Package {
  Webhook: new (secret: string) => { verify: (body: string, headers: Record<string, string>) => unknown }
}
const kPackage = 'standardwebhooks' as string

export class Receiver {
  readonly told: Told[] = []
  readonly forged: string[] = []
  status = 204
  attempts = 0
  secret = ''
  private server?: Server
  private package?: Package

  async listen(): Promise<string> {
    this.package = (await import(kPackage)) as Package
    this.server = createServer((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => (body += piece.toString()))
      request.on('end', () => {
        this.attempts += 1
        if (this.status < 300) this.take(body, request.headers)
        response.writeHead(this.status).end()
      })
    })
    const server = this.server
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/heed`
  }

  close(): void {
    this.server?.closeAllConnections()
    this.server?.close()
  }

  private take(body: string, headers: NodeJS.Dict<string | string[]>): void {
    if (!this.package) return
    try {
      this.told.push(new this.package.Webhook(this.secret).verify(body, headers as Record<string, string>) as Told)
    } catch (error) {
      this.forged.push(String(error))
    }
  }
}
