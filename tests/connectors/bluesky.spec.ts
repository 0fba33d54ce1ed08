// An account connected to a real server, beside the AT Protocol's own servers (tests/peers/bluesky): what a customer writes is
// on the screen, and the answer is in their app.
import { appPassword, call, join, mention, peer, type Person, post, postsOf, remove, toldTo } from '../peers/bluesky/people'
import { type Company, expect, test } from './support'

test.skip(peer() === '', 'HEED_PEER_BLUESKY does not say where the servers are; ./test connectors starts them')

const settings = async (brand: Person): Promise<object> => ({
  handle: brand.handle,
  app_password: await appPassword(brand, true),
  service: peer(),
  poll_seconds: 1,
})

const texts = async (company: Company, inbox: Parameters<Company['seen']>[0]): Promise<string[]> =>
  (await company.messages(await company.owner.only(inbox))).map(({ text }) => text)

test('a customer is answered in public, writes on, and takes it back', async ({ company }) => {
  const { owner } = company
  const [brand, jane] = [await join('brand'), await join('jane')]
  const inbox = await company.inbox('bluesky', await settings(brand))
  expect(inbox.account).toContain(brand.handle)
  await expect.poll(async () => (await company.seen(inbox)).health.condition).toBe('connected')

  const said = await mention(jane, brand, 'my parcel is lost 📦')
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  const conversation = await owner.only(inbox)
  expect(conversation).toMatchObject({ owed: true, last_text: `@${brand.handle} my parcel is lost 📦` })

  await owner.reply(conversation, 'Sorry! We are on it.')
  await expect.poll(async () => (await toldTo(jane)).map(({ record }) => record.text)).toEqual(['Sorry! We are on it.'])
  await expect.poll(async () => (await company.messages(conversation)).at(-1)?.delivery).toBe('sent')

  const [answer] = await toldTo(jane)
  const parent = { uri: answer?.uri, cid: answer?.cid }
  await post(jane, 'Thank you', { reply: { root: said, parent } })
  await expect.poll(async () => (await owner.only(inbox)).last_text).toBe('Thank you')
  expect((await texts(company, inbox)).length, 'our own post came back as what it is').toBe(3)

  await remove(jane, said)
  await expect
    .poll(async () => (await company.messages(conversation))[0]?.deleted_at ?? null, { timeout: 40_000 })
    .not.toBeNull()
})

test('a direct message is answered where it was said, and nowhere else', async ({ company }) => {
  const { owner } = company
  const [brand, jane] = [await join('brand'), await join('jane')]
  const inbox = await company.inbox('bluesky', await settings(brand))
  const { convo } = await call<{ convo: { id: string } }>(jane, `chat.bsky.convo.getConvoForMembers?members=${brand.did}`)
  await call(jane, 'chat.bsky.convo.sendMessage', { convoId: convo.id, message: { text: 'My order is 4711' } })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  await owner.reply(await owner.only(inbox), 'Shipped today')
  const read = async (): Promise<string[]> =>
    (await call<{ messages: { text: string }[] }>(jane, `chat.bsky.convo.getMessages?convoId=${convo.id}`)).messages.map(
      ({ text }) => text,
    )
  await expect.poll(read).toEqual(['Shipped today', 'My order is 4711'])
  expect(await postsOf(brand)).toEqual([])
})

test('what is said in the app counts, and a restart misses nothing', async ({ company }) => {
  const { owner, server } = company
  const [brand, jane] = [await join('brand'), await join('jane')]
  const inbox = await company.inbox('bluesky', await settings(brand))
  const said = await mention(jane, brand, 'one')
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  const { uri, cid } = await post(brand, 'Answered in the app', { reply: { root: said, parent: said } })
  await expect.poll(async () => (await owner.only(inbox)).owed).toBe(false)

  await server.kill()
  await post(jane, 'two', { reply: { root: said, parent: { uri, cid } } })
  await post(jane, 'three', { reply: { root: said, parent: { uri, cid } } })
  await server.again()
  await expect.poll(() => texts(company, inbox)).toEqual([`@${brand.handle} one`, 'Answered in the app', 'two', 'three'])
})

test('what is wrong is told in the words of who set it up', async ({ company }) => {
  const brand = await join('brand')
  const wrong = await company.tryInbox('bluesky', { ...(await settings(brand)), app_password: 'abcd-efgh-ijkl-mnop' })
  expect(wrong.status).toBeGreaterThanOrEqual(400)
  expect(JSON.stringify(wrong.body)).toContain('The handle or the app password is wrong')
  expect(JSON.stringify(wrong.body)).not.toContain('abcd-efgh')
})
