// Inboxes of channels that call out: set up, how they fare, and what goes wrong with them.
import { type Page } from '@playwright/test'
import { Api, type Inbox } from './support/api'
import { Bot } from './support/bot'
import { expect, People, test as base } from './support/fixtures'
import { look } from './support/look'
import { Server } from './support/server'
import { word } from './support/words'

interface Shop {
  server: Server
  owner: Api
  people: People
  bot: Bot
}

// A server that may call this machine, and a platform on it.
const test = base.extend<{ shop: Shop }>({
  shop: async ({ browser, guard }, use) => {
    const bot = await Bot.start()
    const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8' })
    const people = new People(browser, guard, server.url)
    const owner = new Api(server)
    await owner.setUp()
    await use({ server, owner, people, bot })
    await people.leave()
    await server.stop()
    bot.stop()
  },
})

const connect = ({ owner, bot }: Shop, name = 'Bot'): Promise<Inbox> =>
  owner.post<Inbox>('/api/v1/inboxes', { channel: 'telegram', name, settings: { token: Bot.token, api_url: bot.url } })

async function fill(page: Page, { name, token, url }: { name: string; token: string; url: string }): Promise<void> {
  await page.getByRole('radio', { name: /Telegram/ }).check()
  await page.getByLabel(/^Name of the inbox/).fill(name)
  await page.getByLabel(/^Token of the bot/).fill(token)
  await page.getByLabel(/^Bot API server/).fill(url)
}

test('a bot is connected, wrong settings are told where they are', async ({ shop, guard }) => {
  const { people, owner, bot } = shop
  guard.allow(/status of (401|422|502|503)/)
  const { page } = await people.agent(owner, '/settings/inboxes/new')
  const connectButton = page.getByRole('button', { name: word('inboxes.do') })

  await test.step('a token that is none is told at its field', async () => {
    await fill(page, { name: 'Bot', token: 'nonsense', url: bot.url })
    await connectButton.click()
    await expect(page.getByLabel(/^Token of the bot/)).toHaveAttribute('aria-invalid', 'true')
    await expect(page.locator('.field.bad .fault')).toHaveCount(1)
  })
  await test.step('one that the platform refuses, too', async () => {
    await page.getByLabel(/^Token of the bot/).fill('1:AAE-somebody_else_s_token_altogether')
    await connectButton.click()
    await expect(page.locator('.field.bad .fault')).toContainText(/token/i)
  })
  await test.step('a page of HTML is told in words', async () => {
    bot.mood = 'hotel'
    await page.getByLabel(/^Token of the bot/).fill(Bot.token)
    await connectButton.click()
    await expect(page.getByRole('alert').or(page.locator('.field.bad .fault')).first()).toBeVisible()
    bot.mood = 'well'
  })
  await test.step('while it takes time this is said, and it cannot be asked for twice', async () => {
    bot.answersAfterMs = 1500
    await connectButton.click()
    await expect(page.getByRole('status').filter({ hasText: word('inboxes.connecting') })).toBeVisible()
    await expect(connectButton).toBeDisabled()
    bot.answersAfterMs = 0
  })
  await expect(page.getByText(Bot.name).first()).toBeVisible()
  await expect(page.getByText(/Connected since/)).toBeVisible()
  // It is no chat on a page of ours.
  await expect(page.locator('code', { hasText: 'chat.js' })).toHaveCount(0)
})

test('what happens to it is told while one looks, with what to do', async ({ shop, guard }) => {
  const { people, owner, bot } = shop
  guard.allow(/status of (401|422|502|503)/)
  const inbox = await connect(shop)
  const { page } = await people.agent(owner, `/settings/inboxes/${String(inbox.id)}`)
  const health = page.locator('.health')
  await expect(health).toContainText(/Connected since/)
  await expect(health).toContainText(Bot.name)
  await expect(health).toContainText('nothing is known to be missing')

  bot.hears('Ana Silva', { text: 'Is the Graça in blue in stock?' })
  await expect(health.locator('dd').nth(2)).toContainText('ago', { timeout: 25_000 })

  await test.step('what somebody is typing is not taken away by it', async () => {
    await page.getByLabel(/^Name of the inbox/).fill('The bot of the shop')
    bot.mood = 'away'
    await expect(health).toContainText(/Interrupted since/, { timeout: 40_000 })
    await expect(health).toContainText(/It is tried again/)
    await expect(page.getByLabel(/^Name of the inbox/)).toHaveValue('The bot of the shop')
  })
  await test.step('a token that is no longer good needs a person', async () => {
    bot.mood = 'well'
    bot.token = '424242:AAE-another_token_of_the_tests_'
    await expect(health).toContainText(/Needs a sign-in/, { timeout: 60_000 })
    await expect(health).toContainText('Put the settings below right')
    const list = await people.agent(owner, '/settings/inboxes')
    await expect(list.page.getByRole('alert')).toContainText('An inbox needs a sign-in')
    await list.page.getByRole('alert').getByRole('link', { name: 'Bot' }).click()
    await expect(list.page.getByRole('heading', { name: 'Bot' })).toBeVisible()
  })
  await test.step('the secret is never shown, and a new one puts it right', async () => {
    await expect(page.getByText(Bot.token)).toHaveCount(0)
    await page.getByRole('button', { name: word('form.enter_new') }).click()
    await page.getByLabel(/^Token of the bot/).fill(bot.token)
    await page.getByRole('button', { name: word('form.save') }).click()
    await expect(health).toContainText(/Connected since/)
    await expect(page.getByText(word('form.kept'))).toBeVisible()
  })
})

test('the screens of channels look right', async ({ shop, guard }) => {
  const { people, owner, bot } = shop
  test.setTimeout(180_000)
  guard.allow(/status of (401|422|502|503)/)
  const inbox = await connect(shop, 'Lisbon Bikes bot')
  const away = await owner.inbox('Shop')
  await owner.call('PATCH', `/api/v1/inboxes/${String(away.id)}`, { enabled: false })
  const { page } = await people.agent(owner, '/settings/inboxes/new')
  await fill(page, { name: 'Second bot', token: 'nonsense', url: bot.url })
  await page.getByRole('button', { name: word('inboxes.do') }).click()
  await page.locator('.field.bad').waitFor()
  await look(page, 'channels-new')
  const go = async (path: string, name: string, text: RegExp) => {
    await page.goto(shop.server.url + path)
    await page.getByText(text).first().waitFor()
    await look(page, name)
  }
  await go(`/settings/inboxes/${String(inbox.id)}`, 'channel-connected', /Connected since/)
  await go('/settings/inboxes', 'channels-list', /Connected/)
  bot.token = '424242:AAE-another_token_of_the_tests_'
  await go(`/settings/inboxes/${String(inbox.id)}`, 'channel-sign-in', /Needs a sign-in/)
  await go('/settings/inboxes', 'channels-list-sign-in', /An inbox needs a sign-in/)
  await go(`/settings/inboxes/${String(inbox.id)}?lang=ar`, 'channel-sign-in-ar', /يحتاج إلى تسجيل دخول/)
  await go('/settings/inboxes/new?lang=ar', 'channels-new-ar', /بوت خاص/)
  await page.setViewportSize({ width: 320, height: 720 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})
