// A Bot API by script: as much of Telegram as an inbox needs to be connected, and the troubles that it can have with it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Update {
  update_id: number
  message: object
}

export class Bot {
  static readonly token = '424242:AAE-a_token_of_the_tests'
  static readonly name = '@lisbon_bikes_bot'
  url = ''
  mood: 'well' | 'away' | 'hotel' = 'well' // A hotel's sign-in page answers everything with HTML.
  token = Bot.token // As the platform has it now.
  answersAfterMs = 0
  readonly files = new Map<string, Buffer>()
  readonly done: { method: string; body: string }[] = [] // What it said and did; a form's bytes as letters of Latin-1.
  refuses = '' // Its words, where it refuses to say or do anything.
  private updates: Update[] = []
  private lastId = 0
  private readonly server = createServer((request, response) => {
    void this.answer(request, response)
  })

  static async start(): Promise<Bot> {
    const bot = new Bot()
    await new Promise<void>((resolve) => bot.server.listen(0, '127.0.0.1', resolve))
    bot.url = `http://127.0.0.1:${String((bot.server.address() as AddressInfo).port)}`
    return bot
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  // A customer writes to the bot.
  hears(name: string, content: object): void {
    const update_id = ++this.lastId
    const from = { id: 77_000_001, is_bot: false, first_name: name }
    const chat = { id: from.id, type: 'private', first_name: name }
    const date = Math.floor(Date.now() / 1000)
    this.updates.push({ update_id, message: { message_id: update_id, date, from, chat, ...content } })
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = Buffer.concat(pieces)
    await new Promise((resolve) => setTimeout(resolve, this.answersAfterMs))
    const say = (status: number, answer: object) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    }
    if (this.mood === 'away') return void request.socket.destroy()
    if (this.mood === 'hotel')
      return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>')
    const [, file, token, rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(request.url ?? '') ?? []
    if (token !== this.token) return say(401, { ok: false, error_code: 401, description: 'Unauthorized' })
    if (file) {
      const bytes = this.files.get(rest)
      if (!bytes) return say(404, { ok: false, error_code: 404, description: 'Not Found' })
      return void response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(bytes)
    }
    if (/^(send|setMessageReaction|deleteMessage)/.test(rest)) {
      this.done.push({ method: rest, body: body.toString('latin1') })
      if (this.refuses) return say(400, { ok: false, error_code: 400, description: this.refuses })
    }
    const isJson = request.headers['content-type'] === 'application/json' && body.length > 0
    const given = isJson ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>) : {}
    say(200, { ok: true, result: await this.result(rest, given) })
  }

  private sent(): object {
    const chat = { id: 77_000_001, type: 'private' }
    return { message_id: ++this.lastId, date: Math.floor(Date.now() / 1000), chat }
  }

  private async result(method: string, given: Record<string, unknown>): Promise<unknown> {
    switch (method) {
      case 'getMe':
        return { id: 424_242, is_bot: true, first_name: 'Lisbon Bikes', username: Bot.name.slice(1) }
      case 'getUpdates':
        this.updates = this.updates.filter(({ update_id }) => update_id >= Number(given['offset'] ?? 0))
        if (this.updates.length === 0) await new Promise((resolve) => setTimeout(resolve, 250))
        return this.updates
      case 'getWebhookInfo':
        return { url: '', has_custom_certificate: false, pending_update_count: 0 }
      case 'getFile':
        return { file_id: given['file_id'], file_unique_id: given['file_id'], file_path: given['file_id'] }
      case 'sendMediaGroup':
        return [this.sent()]
      default:
        return method.startsWith('send') ? this.sent() : true
    }
  }
}
