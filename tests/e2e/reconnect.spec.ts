// The line falls on one side, the other goes on; when it is mended nothing is missing and nothing stands there twice.
import { chatWord, word } from './support/words'
import { expect, People, test } from './support/fixtures'
import { Api } from './support/api'
import { Server } from './support/server'

const kCutLine = [/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|Failed to load resource: net::/, /WebSocket connection to/]
const five = ['one', 'two', 'three', 'four', 'five'].map((n) => `while you were away: ${n}`)

test('an agent who was cut off misses nothing', async ({ people, company, inbox, line, guard }) => {
  guard.allow(...kCutLine)
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await visitor.say('before')
  const agent = await people.agent(company.owner, '/inbox/owed', { url: line.url })
  await agent.open('before')

  line.cut()
  await expect(agent.page.getByText(word('live.off'))).toBeVisible()
  for (const text of five) await visitor.say(text)
  await expect(visitor.log.locator('.text')).toHaveCount(6)
  await expect(agent.cutOff).toBeVisible()

  line.mend()
  await expect(agent.thread).toContainText('while you were away: five')
  await expect(agent.cutOff).toHaveCount(0)
  expect(await agent.texts()).toEqual(['before', ...five])
  await expect(agent.row('while you were away: five')).toHaveCount(1)
})

test('a visitor who was cut off misses nothing, and what they wrote goes out in order', async ({
  people,
  company,
  inbox,
  line,
  guard,
}) => {
  guard.allow(...kCutLine)
  const visitor = await people.visitor(inbox, { url: line.url })
  await visitor.open()
  await visitor.say('before')
  await expect(visitor.log).toContainText('Delivered')
  const conversation = await company.owner.only(inbox)

  line.cut()
  await expect(visitor.panel.getByText(chatWord('offline'))).toBeVisible()
  await visitor.say('written without a line, first')
  await visitor.say('written without a line, second')
  await expect(visitor.log.getByText(chatWord('will_go'))).toHaveCount(2)
  for (const text of five) await company.owner.reply(conversation, text)

  line.mend()
  await expect(visitor.panel.getByText(chatWord('offline'))).toHaveCount(0)
  await expect(visitor.log.locator('.text')).toHaveCount(8)
  await expect(visitor.log.getByText(chatWord('will_go'))).toHaveCount(0)
  const said = ['before', ...five, 'written without a line, first', 'written without a line, second']
  await expect.poll(() => visitor.texts()).toEqual(said)
  await visitor.page.reload()
  await expect.poll(() => visitor.texts()).toEqual(said)
})

test('only the live socket falls: answers still come once it is back', async ({ people, company, inbox, line, guard }) => {
  guard.allow(...kCutLine)
  const visitor = await people.visitor(inbox, { url: line.url })
  await visitor.open()
  await visitor.say('hello')
  await expect(visitor.log).toContainText('Delivered')
  line.cut('live')
  const conversation = await company.owner.only(inbox)
  for (const text of five) await company.owner.reply(conversation, text)
  line.mend()
  await expect.poll(() => visitor.texts()).toEqual(['hello', ...five])
})

test('the server dies without a word and comes back: every word is there once', async ({ browser, guard }) => {
  guard.allow(...kCutLine, /status of 401/)
  const server = await Server.start()
  const people = new People(browser, guard, server.url)
  try {
    const owner = new Api(server)
    await owner.setUp()
    const inbox = await owner.inbox('Site')
    const visitor = await people.visitor(inbox)
    await visitor.open()
    await visitor.say('before')
    const agent = await people.agent(owner)
    await agent.open('before')

    await server.kill()
    await expect(visitor.panel.getByText(chatWord('offline'))).toBeVisible()
    await visitor.say('is anybody there?')
    await server.again()
    await expect.poll(() => agent.texts()).toEqual(['before', 'is anybody there?'])

    await server.kill()
    await expect(agent.page.getByText(word('live.off'))).toBeVisible()
    await agent.reply('I am here, the machine was not.')
    await server.again()
    const said = ['before', 'is anybody there?', 'I am here, the machine was not.']
    await expect.poll(() => visitor.texts()).toEqual(said)
    await expect.poll(() => agent.texts()).toEqual(said)
  } finally {
    await people.leave()
    await server.stop()
  }
})
