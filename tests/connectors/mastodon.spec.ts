// An account connected to a real server, beside two snac servers that federate: what a customer writes on theirs is on the screen, and
// the answer is with them.
import type { Inbox } from '../e2e/support/api'
import { expect, test } from './support'

const env = (name: string): string => process.env[`HEED_PEER_MASTODON${name}`] ?? ''
const settings = { server: env(''), access_token: env('_TOKEN') }

test.skip(settings.server === '', 'HEED_PEER_MASTODON does not say where a peer is; ./test connectors starts one')
test.setTimeout(180_000)

// Without a stream it is asked every quarter of a minute; a post is on its way for some seconds before.
const soon = { timeout: 45_000 }

interface Status {
  id: string
  content: string
  visibility: string
}

async function customer<T>(path: string, form?: Record<string, string>): Promise<T> {
  const reply = await fetch(env('_CUSTOMER') + path, {
    headers: { authorization: `Bearer ${env('_CUSTOMER_TOKEN')}` },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  return (await reply.json()) as T
}

const say = (text: string, visibility = 'public'): Promise<Status> =>
  customer('/api/v1/statuses', { status: `@brand@care.test ${text}`, visibility })

// What the customer was told of that says this.
async function told(text: string): Promise<Status[]> {
  const list = await customer<{ status?: Status }[]>('/api/v1/notifications')
  return list.flatMap(({ status }) => (status?.content.includes(text) ? [status] : []))
}

test('a customer writes, is answered where they wrote, and a restart misses nothing', async ({ company }) => {
  const { owner, server } = company
  const inbox = await company.inbox('mastodon', settings)
  expect(inbox.account).toContain('@brand@care.test')
  await expect.poll(async () => (await company.seen(inbox)).health.condition, soon).toBe('connected')

  await say('where is my bicycle? 🚲 שלום')
  await expect.poll(async () => (await owner.conversations(inbox)).length, soon).toBe(1)
  const question = await owner.only(inbox)
  expect(question).toMatchObject({ owed: true, last_text: '@brand@care.test where is my bicycle? 🚲 שלום' })

  await owner.reply(question, 'It is on its way 📦')
  await expect.poll(async () => (await told('It is on its way')).length, soon).toBe(1)
  await expect.poll(async () => (await company.messages(question)).at(-1)?.delivery).toBe('sent')
  expect((await told('It is on its way'))[0]?.visibility).toBe('public')

  await server.kill()
  await say('my number is 4711', 'direct')
  await server.again()
  await expect.poll(async () => (await owner.conversations(inbox)).length, soon).toBe(2)
  const secret = await owner.conversationOf(inbox, '@brand@care.test my number is 4711')
  await owner.reply(secret, 'Thank you, we found it')
  await expect.poll(async () => (await told('Thank you, we found it')).length, soon).toBe(1)
  expect((await told('Thank you, we found it'))[0]?.visibility).toBe('private')
  expect((await told('It is on its way')).length).toBe(1)
})

// What a browser does on the server's own pages; gives what it comes back with.
async function allow(authorizeUrl: string): Promise<Record<string, string>> {
  const page = await (await fetch(authorizeUrl)).text()
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ])
  const form = { ...(Object.fromEntries(hidden) as Record<string, string>), login: 'brand', passwd: env('_PASSWORD') }
  const body = new URLSearchParams(form)
  const reply = await fetch(`${env('')}/oauth/x-snac-login`, { method: 'POST', body, redirect: 'manual' })
  return Object.fromEntries(new URL(reply.headers.get('location') ?? '').searchParams)
}

test('the account is signed in to, and answers with the tokens that came of it', async ({ company }) => {
  const { owner } = company
  const body = { channel: 'mastodon', name: 'Signed in', settings: { server: env('') } }
  const begun = await owner.post<{ authorize_url: string }>('/api/v1/inboxes/oauth/begin', body, {
    Origin: company.server.url,
  })
  const back = await allow(begun.authorize_url)
  expect(back.state).toMatch(/^.{43}$/)
  const inbox = await owner.post<Inbox>('/api/v1/inboxes/oauth/finish', back)
  expect(inbox).toMatchObject({ signed_in: true })
  expect(inbox.account).toContain('@brand@care.test')
  await expect.poll(async () => (await company.seen(inbox)).health.condition, soon).toBe('connected')
  expect((await owner.call('POST', '/api/v1/inboxes/oauth/finish', back)).status).toBe(404)

  await say('is this still you?')
  await expect.poll(async () => (await owner.conversations(inbox)).length, soon).toBe(1)
  await owner.reply(await owner.only(inbox), 'It is, signed in')
  await expect.poll(async () => (await told('It is, signed in')).length, soon).toBe(1)
})

test('what is wrong is told in the words of who set it up', async ({ company }) => {
  const wrong = await company.tryInbox('mastodon', { ...settings, access_token: 'wrong-token' })
  expect(wrong.status).toBeGreaterThanOrEqual(400)
  expect(JSON.stringify(wrong.body)).toContain('does not accept this access token')
  expect(JSON.stringify(wrong.body)).not.toContain('wrong-token')
  const other = await company.tryInbox('mastodon', { ...settings, server: company.server.url })
  expect(JSON.stringify(other.body)).toContain('not as a server of the Mastodon API')
})
