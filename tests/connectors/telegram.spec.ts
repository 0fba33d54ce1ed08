// A bot connected to a real server, beside the strict fake of tests/peers/telegram.
import type { Message as Said } from '../peers/telegram/chats'
import { ann, peer, people } from '../peers/telegram/people'
import { expect, test } from './support'

const { url, token } = process.env['HEED_PEER_TELEGRAM'] ? peer() : { url: '', token: '' }
const settings = { token, api_url: url }

test.skip(url === '', 'HEED_PEER_TELEGRAM does not say where a peer is; ./test connectors starts one')

test.beforeEach(async () => {
  await people('fresh', {})
})

test.afterEach(() => {
  delete process.env['HEED_PUBLIC_URL']
})

const lastSeen = async (): Promise<Said | undefined> => (await people<Said[]>('seen', { chat: ann.id })).at(-1)

test('what a customer writes is on the screen, and the answer in their app', async ({ company }) => {
  const leaving = { timeout: 40_000 } // An answer may be taken back for some seconds before it leaves.
  const { owner } = company
  const inbox = await company.inbox('telegram', settings)
  expect(inbox.account).toContain('@lisbon_bikes_bot')
  await expect.poll(async () => (await company.seen(inbox)).health.condition).toBe('connected')

  const { message_id } = await people('say', { user: ann, content: { text: 'Onde está a bicicleta? 🚲 שלום' } })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  const conversation = await owner.only(inbox)
  expect(conversation).toMatchObject({ owed: true, last_text: 'Onde está a bicicleta? 🚲 שלום' })

  await owner.reply(conversation, 'A caminho 📦')
  await expect.poll(async () => (await lastSeen())?.text, leaving).toBe('A caminho 📦')
  expect((await lastSeen())?.['reply_to_message']).toMatchObject({ message_id })
  await expect.poll(async () => (await company.messages(conversation)).at(-1)?.delivery).toBe('sent')

  await people('edit', { user: ann, message_id, content: { text: 'Onde está?' } })
  await expect.poll(async () => (await company.messages(conversation))[0]?.text).toBe('Onde está?')

  await people('block', { user: ann })
  await owner.reply(conversation, 'Still there?')
  await expect.poll(async () => (await company.messages(conversation)).at(-1)?.delivery, leaving).toBe('failed')
})

test('files come in when they are opened', async ({ company }) => {
  const { owner } = company
  const inbox = await company.inbox('telegram', settings)
  const { file_id } = await people<{ file_id: string }>('upload', { name: 'label.txt', base64: 'TGFiZWw=' })
  const document = { file_id, file_unique_id: 'u', file_name: 'label.txt', mime_type: 'text/plain', file_size: 5 }
  await people('say', { user: ann, content: { document, caption: 'My label' } })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  const [message] = await company.messages(await owner.only(inbox))
  expect(message?.attachments).toMatchObject([{ name: 'label.txt', type: 'text/plain', size: 5 }])
  const file = await owner.call('GET', `/api/v1/attachments/${String(message?.attachments[0]?.id)}`)
  expect(file).toEqual({ status: 200, body: 'Label' })
})

test('a restart goes on where it was, and what was said meanwhile comes in once', async ({ company }) => {
  const { owner, server } = company
  const inbox = await company.inbox('telegram', settings)
  await people('say', { user: ann, content: { text: 'one' } })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  await server.kill()
  await people('say', { user: ann, content: { text: 'two' } })
  await people('say', { user: ann, content: { text: 'three' } })
  await server.again()
  await expect
    .poll(async () => (await company.messages(await owner.only(inbox))).map(({ text }) => text))
    .toEqual(['one', 'two', 'three'])
})

test('after a day of outage all of it is there, once, in its order', async ({ company }) => {
  const count = Number(process.env['HEED_OUTAGE_ITEMS'] ?? 1000)
  test.setTimeout(180_000)
  const { owner, server } = company
  const inbox = await company.inbox('telegram', settings)
  const dayAgo = Math.floor(Date.now() / 1000) - 24 * 3600
  await people('say', { user: ann, content: { text: 'Before', date: dayAgo } })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  await server.kill()
  await people('flood', { user: ann, count })
  const begun = performance.now()
  await server.again()
  await expect.poll(async () => (await owner.only(inbox)).message_count, { timeout: 120_000 }).toBe(count + 1)
  console.log(
    `measured: ${String(count)} items of an outage are there ${((performance.now() - begun) / 1000).toFixed(1)} s after the start`,
  )
  expect((await owner.only(inbox)).last_text).toBe(`Message ${String(count)}`)
  expect(await people<number>('pending', {})).toBe(0)
})

test('by webhook, Telegram is told where we are, forgers are turned away, and what waited comes in once', async ({
  company,
}) => {
  const { owner, server } = company
  await server.kill()
  process.env['HEED_PUBLIC_URL'] = server.url
  await server.again()
  const inbox = await company.inbox('telegram', { ...settings, receive_by: 'webhook' })
  await expect.poll(async () => (await company.seen(inbox)).health.condition).toBe('connected')
  await people('say', { user: ann, content: { text: 'one' } })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)

  const hook = `${server.url}/hooks/telegram/${inbox.key}`
  const forged = { update_id: 1, message: { message_id: 9, date: 1, chat: { id: 9, type: 'private' }, text: 'forged' } }
  const headers = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': 'guessed' }
  expect((await fetch(hook, { method: 'POST', headers, body: JSON.stringify(forged) })).status).toBe(401)

  await server.kill()
  await people('say', { user: ann, content: { text: 'two' } })
  await server.again()
  await expect
    .poll(async () => (await company.messages(await owner.only(inbox))).map(({ text }) => text))
    .toEqual(['one', 'two'])
})

test('what is wrong is told in the words of who set it up', async ({ company }) => {
  const wrong = await company.tryInbox('telegram', { ...settings, token: '424242:wrong' })
  expect(wrong.status).toBeGreaterThanOrEqual(400)
  expect(JSON.stringify(wrong.body)).toContain('@BotFather')
  expect(JSON.stringify(wrong.body)).not.toContain('wrong')
  const inbox = await company.inbox('telegram', settings)
  await people('fail', {
    method: 'getUpdates',
    code: 409,
    description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  })
  await people('say', { user: ann, content: { text: 'Hello' } }) // Ends the waiting for updates.
  await expect.poll(async () => (await company.seen(inbox)).health.trouble).toContain('Another program')
  await expect.poll(async () => (await company.seen(inbox)).health.condition, { timeout: 30_000 }).toBe('connected')
})
