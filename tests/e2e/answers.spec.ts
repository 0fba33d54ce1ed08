// Answers leave for the company's own system: sent, refused, taken back.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { expect, test } from './support/fixtures'
import { type Api, type Inbox } from './support/api'

interface Taken {
  key: string
  text: string
  parent_external_id: string
  recipient: { external_id: string }
}

// A system that takes answers; what it says to the next ones stands in `says`.
class OwnSystem {
  readonly taken: Taken[] = []
  readonly signatures: { id: string; at: string; given: string; body: string }[] = []
  says = 200
  private readonly server: HttpServer

  constructor() {
    this.server = createServer((request, response) => {
      void read(request).then((body) => {
        const header = (name: string): string => String(request.headers[name] ?? '')
        this.signatures.push({
          id: header('webhook-id'),
          at: header('webhook-timestamp'),
          given: header('webhook-signature'),
          body,
        })
        const status = this.says
        if (status < 300) this.taken.push(JSON.parse(body) as Taken)
        response.writeHead(status, { 'Content-Type': 'application/json' })
        response.end(status < 300 ? JSON.stringify({ external_id: `own-${String(this.taken.length)}` }) : '{}')
      })
    })
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/heed`
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve))
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

async function connect(owner: Api, name: string, system: OwnSystem): Promise<Inbox> {
  const deliver_to = await system.start()
  return owner.post<Inbox>('/api/v1/inboxes', { channel: 'api', name, settings: { deliver_to } })
}

const question = (id: string, text: string) => ({
  external_id: id,
  author: { external_id: `member-${id}`, name: 'Joana Melo' },
  text,
})

test('an answer is delivered once, signed, and shown as sent', async ({ people, company }) => {
  const system = new OwnSystem()
  const inbox = await connect(company.owner, 'Shop with answers', system)
  await company.owner.handOver(inbox, [question('a1', 'Where is my saddle?')])
  const agent = await people.agent(company.owner, '/inbox/open')
  await agent.open('Where is my saddle?')
  await agent.reply('It left on Monday 🚲')
  await expect.poll(() => system.taken.length, { timeout: 15_000 }).toBe(1)
  expect(system.taken[0]).toMatchObject({
    text: 'It left on Monday 🚲',
    parent_external_id: 'a1',
    recipient: { external_id: 'member-a1' },
  })
  const settings = await company.owner.get<{ webhook_secret: string }>(`/api/v1/inboxes/${String(inbox.id)}/settings`)
  const secret = Buffer.from(settings.webhook_secret.replace('whsec_', ''), 'base64')
  const [sent] = system.signatures
  const { id, at, given, body } = sent ?? { id: '', at: '', given: '', body: '' }
  expect(given).toBe(`v1,${createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')}`)
  await expect.poll(async () => (await company.owner.conversations(inbox))[0]?.owed, { timeout: 15_000 }).toBe(false)
  await system.stop()
})

test('what the system refuses for good is owed again, with its reason', async ({ company }) => {
  const system = new OwnSystem()
  system.says = 422
  const inbox = await connect(company.owner, 'Shop that refuses', system)
  await company.owner.handOver(inbox, [question('r1', 'Where is my bell?')])
  const [conversation] = await company.owner.conversations(inbox)
  const path = `/api/v1/conversations/${String(conversation?.id)}/messages`
  await company.owner.post(path, { text: 'On its way' })
  await expect.poll(async () => (await company.owner.conversations(inbox))[0]?.owed, { timeout: 15_000 }).toBe(true)
  const { items } = await company.owner.get<{ items: { text: string; delivery: string }[] }>(path)
  expect(items.find(({ text }) => text === 'On its way')?.delivery).toBe('failed')
  expect(system.signatures).toHaveLength(1)
  await system.stop()
})

test('without an address the composer says why nothing can be answered', async ({ company }) => {
  const inbox = await company.owner.door('Shop without answers')
  await company.owner.handOver(inbox, [question('n1', 'Where is my pump?')])
  const [conversation] = await company.owner.conversations(inbox)
  const answer = await company.owner.call('POST', `/api/v1/conversations/${String(conversation?.id)}/messages`, {
    text: 'Here',
  })
  expect(answer.status).toBe(409)
  expect(JSON.stringify(answer.body)).toContain('No address is set')
})
