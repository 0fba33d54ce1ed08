// An account of our own on a real server, care.test, beside snac at shop.test: a customer there finds it, writes to it, and has the answer.
import { expect, test } from './support'

const env = (name: string): string => process.env[`HEED_PEER_ACTIVITYPUB${name}`] ?? ''
const shop = env('')

test.skip(shop === '', 'HEED_PEER_ACTIVITYPUB does not say where a peer is; ./test connectors starts one')
test.setTimeout(240_000)
test.use({
  listen: `127.0.0.1:${env('_PORT')}`,
  settings: { HEED_PUBLIC_URL: 'http://care.test', HEED_CONNECT_TO: `shop.test:80=${shop.replace('http://', '')}` },
})

// A server hands on what waits every few seconds.
const soon = { timeout: 100_000 }

interface Status {
  id: string
  uri: string
  content: string
  visibility: string
}
interface Account {
  id: string
  acct: string
}

async function customer<T>(path: string, form?: Record<string, string>): Promise<T> {
  const reply = await fetch(shop + path, {
    headers: { authorization: `Bearer ${env('_TOKEN')}` },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  return (await reply.json()) as T
}

// What its API cannot do, its pages can.
async function press(action: string, id: string): Promise<void> {
  const credentials = Buffer.from(`cust:${env('_PASSWORD')}`).toString('base64')
  const reply = await fetch(`${shop}/cust/admin/action`, {
    method: 'POST',
    redirect: 'manual',
    // As text: fetch would add a charset to the type, which snac does not know.
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ id, action, redir: 'top' }).toString(),
  })
  expect(reply.status, action).toBe(303)
}

// What the customer was told of that says this.
async function told(text: string): Promise<Status[]> {
  const list = await customer<{ status?: Status }[]>('/api/v1/notifications')
  return list.flatMap(({ status }) => (status?.content.includes(text) ? [status] : []))
}

test('a customer of another server writes, is answered there, and a restart misses nothing', async ({ company }) => {
  const { owner, server } = company
  const inbox = await company.inbox('activitypub', { username: 'care', display_name: 'Example Care' })
  expect(inbox.account).toBe('@care@care.test')
  await expect.poll(async () => (await company.seen(inbox)).health.condition, soon).toBe('connected')

  const found = await customer<{ accounts: Account[] }>('/api/v2/search?resolve=true&q=%40care%40care.test')
  expect(found.accounts[0]?.acct).toBe('care@care.test')
  await customer(`/api/v1/accounts/${found.accounts[0]?.id ?? ''}/follow`, {})

  const say = (text: string, visibility = 'public'): Promise<Status> =>
    customer('/api/v1/statuses', { status: `@care@care.test ${text}`, visibility })
  await say('where is my bicycle? 🚲 שלום')
  await expect.poll(async () => (await owner.conversations(inbox)).length, soon).toBe(1)
  const question = await owner.only(inbox)
  expect(question).toMatchObject({ owed: true, last_text: '@care@care.test where is my bicycle? 🚲 שלום' })

  await owner.reply(question, 'It is on its way 📦')
  await expect.poll(async () => (await told('It is on its way')).length, soon).toBe(1)
  await expect.poll(async () => (await company.messages(question)).at(-1)?.delivery).toBe('sent')
  const answer = (await told('It is on its way'))[0]
  expect(answer?.visibility).toBe('public')
  expect(answer?.uri).toMatch(/^http:\/\/care\.test\/ap\/care\/notes\//)

  // An answer to the answer stays in the conversation.
  await customer('/api/v1/statuses', {
    status: '@care@care.test thank you',
    in_reply_to_id: answer?.id ?? '',
    visibility: 'public',
  })
  await expect.poll(async () => (await company.messages(question)).length, soon).toBe(3)
  expect(await owner.conversations(inbox)).toHaveLength(1)

  // What is said while we are away comes when we are back; in private it is another talk.
  await server.kill()
  await say('my number is 4711', 'direct')
  await server.again()
  await expect.poll(async () => (await owner.conversations(inbox)).length, { timeout: 150_000 }).toBe(2)
  const secret = await owner.conversationOf(inbox, '@care@care.test my number is 4711')
  await owner.reply(secret, 'Thank you, we found it')
  await expect.poll(async () => (await told('Thank you, we found it')).length, soon).toBe(1)
  expect((await told('Thank you, we found it'))[0]?.visibility).toBe('private')
  const shown = await fetch(`${server.url}/ap/care/outbox`, { headers: { accept: 'application/activity+json' } })
  expect(await shown.text()).not.toContain('we found it')
})

test('what is done to it is told, and what is taken back', async ({ company }) => {
  const { owner } = company
  const inbox = await company.inbox('activitypub', { username: 'brand' })
  const found = await customer<{ accounts: Account[] }>('/api/v2/search?resolve=true&q=%40brand%40care.test')
  await customer('/api/v1/statuses', { status: '@brand@care.test what a day', visibility: 'public' })
  await expect.poll(async () => (await owner.conversations(inbox)).length, soon).toBe(1)
  await owner.reply(await owner.only(inbox), 'a good one for us')
  await expect.poll(async () => (await told('a good one for us')).length, soon).toBe(1)
  const answer = (await told('a good one for us'))[0] as Status

  const signals = async (): Promise<string[]> => {
    const { items } = await owner.get<{ items: { signal?: { kind: string } }[] }>('/api/v1/events?limit=200')
    return items.flatMap(({ signal }) => (signal ? [signal.kind] : []))
  }
  const happens = (kind: string) => expect.poll(signals, soon).toContain(kind)
  await customer(`/api/v1/accounts/${found.accounts[0]?.id ?? ''}/follow`, {})
  await happens('follow')
  await press('Like', answer.uri)
  await happens('like')
  await press('Boost', answer.uri)
  await happens('share')
  await press('Unlike', answer.uri)
  await happens('unlike')
  await press('Unboost', answer.uri)
  await happens('unshare')
  await customer(`/api/v1/accounts/${found.accounts[0]?.id ?? ''}/unfollow`, {})
  await happens('unfollow')
})

test('what is wrong is told in the words of who sets it up', async ({ company }) => {
  const wrong = await company.tryInbox('activitypub', { username: 'two words' })
  expect(JSON.stringify(wrong.body)).toContain('settings.username')
  await company.inbox('activitypub', { username: 'third' })
  // The account listens a moment after its inbox is made.
  const unsignedTo = (name: string) => fetch(`${company.server.url}/ap/${name}/inbox`, { method: 'POST', body: '{}' })
  expect((await unsignedTo('nobody')).status).toBe(404)
  await expect.poll(async () => (await unsignedTo('third')).status, soon).toBe(401)
  const refused = await unsignedTo('third')
  expect(await refused.text()).toContain('not signed')
})
