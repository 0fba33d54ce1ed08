// A browser's push service, and the keys of the browser it serves: opens what is sealed for it as RFC 8291 tells, by Node's own
// cryptography.
import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext } from '@playwright/test'

const hmac = (key: Buffer, ...parts: Buffer[]): Buffer => createHmac('sha256', key).update(Buffer.concat(parts)).digest()
const info = (text: string): Buffer => Buffer.from(`Content-Encoding: ${text}\0\x01`)

export interface Delivered {
  text: string
  headers: IncomingMessage['headers']
}

export class PushService {
  readonly delivered: Delivered[] = []
  status = 201
  private readonly keys = createECDH('prime256v1')
  private readonly auth = randomBytes(16)
  private readonly server: HttpServer

  private constructor() {
    this.keys.generateKeys()
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        if (this.status === 201) this.delivered.push({ text: this.open(Buffer.concat(chunks)), headers: request.headers })
        response.writeHead(this.status).end()
      })
    })
  }

  static async start(): Promise<PushService> {
    const service = new PushService()
    await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve))
    return service
  }

  stop(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`
  }

  // A browser of a machine without the internet reaches no service of its maker: the pages get ours in its place.
  async serve(context: BrowserContext): Promise<void> {
    const given = {
      endpoint: `${this.origin}/browser/1`,
      p256dh: [...this.keys.getPublicKey()],
      auth: [...this.auth],
    }
    await context.addInitScript((its) => {
      const name = 'test.push.key'
      const buffer = (bytes: number[]) => new Uint8Array(bytes).buffer
      const bytes = (letters: string) =>
        Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer
      const subscription = (key: string) => ({
        endpoint: its.endpoint,
        options: { applicationServerKey: bytes(key) },
        getKey: (which: 'p256dh' | 'auth') => buffer(its[which]),
        unsubscribe: () => {
          localStorage.removeItem(name)
          return Promise.resolve(true)
        },
      })
      Object.assign(PushManager.prototype, {
        getSubscription: () => {
          const key = localStorage.getItem(name)
          return Promise.resolve(key === null ? null : subscription(key))
        },
        subscribe: ({ applicationServerKey }: { applicationServerKey: string }) => {
          localStorage.setItem(name, applicationServerKey)
          return Promise.resolve(subscription(applicationServerKey))
        },
      })
    }, given)
  }

  // Whether who sent it holds the key that it shows, as RFC 8292 asks.
  proves({ headers }: Delivered): boolean {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? []
    const [head = '', claims = '', signature = ''] = token.split('.')
    const point = Buffer.from(key, 'base64url')
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    }
    const { aud } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string }
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
    return signed && aud === this.origin
  }

  private open(body: Buffer): string {
    const salt = body.subarray(0, 16)
    const length = body.readUInt8(20)
    const theirs = body.subarray(21, 21 + length)
    const sealed = body.subarray(21 + length)
    const shared = hmac(this.auth, this.keys.computeSecret(theirs))
    const secret = hmac(shared, Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), theirs, Buffer.from([1]))
    const key = hmac(salt, secret)
    const decipher = createDecipheriv(
      'aes-128-gcm',
      hmac(key, info('aes128gcm')).subarray(0, 16),
      hmac(key, info('nonce')).subarray(0, 12),
    )
    decipher.setAuthTag(sealed.subarray(-16))
    const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    return text.subarray(0, text.lastIndexOf(2)).toString()
  }
}
