// Accounts that are signed in to in the browser: there and back, what can go wrong on the way, and signing in again.
import { type Page } from '@playwright/test'
import { Api, type Inbox } from './support/api'
import { faultsIn } from './support/axe'
import { expect, People, test as base } from './support/fixtures'
import { Server } from './support/server'
import { Social } from './support/social'
import { word } from './support/words'

interface Shop {
  server: Server
  owner: Api
  people: People
  social: Social
}

const test = base.extend<{ shop: Shop }>({
  shop: async ({ browser, guard }, use) => {
    const social = await Social.start()
    const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8' })
    const people = new People(browser, guard, server.url)
    const owner = new Api(server)
    await owner.setUp()
    await use({ server, owner, people, social })
    await people.leave()
    await server.stop()
    social.stop()
  },
})

const soon = { timeout: 20_000 }

async function goThere(page: Page, { social }: Shop, name: string): Promise<void> {
  await page.getByRole('radio', { name: /^Mastodon/ }).check()
  await page.getByLabel(/^Name of the inbox/).fill(name)
  await page.getByLabel(/^Server/).fill(social.url)
  await page.getByRole('button', { name: word('sign_in.with', { channel: 'Mastodon' }) }).click()
  await page.waitForURL(`${social.url}/**`)
}

test('an account is signed in to and connected; nothing of it stays in the address', async ({ shop }) => {
  const { people, owner, social } = shop
  const { page } = await people.agent(owner, '/settings/inboxes/new')
  await goThere(page, shop, 'Our toots')
  await page.getByRole('link', { name: 'Authorize' }).click()
  await page.waitForURL(/\/settings\/inboxes\/\d+$/)
  await expect(page.getByRole('heading', { name: 'Our toots' })).toBeVisible()
  await expect(page.locator('.health')).toContainText('@brand@127.0.0.1')
  expect(social.tokens).toEqual(['token-1'])
  const [inbox] = (await owner.get<{ items: Inbox[] }>('/api/v1/inboxes')).items
  expect(inbox).toMatchObject({ account: '@brand@127.0.0.1', signed_in: true })
  const settings = await owner.get<object>(`/api/v1/inboxes/${String(inbox?.id)}/settings`)
  expect(JSON.stringify(settings)).not.toContain('token-1')
})

test('who says no there, or grants too little, is told so and finds the form again', async ({ shop, guard }) => {
  const { people, owner, social } = shop
  guard.allow(/status of (404|422|502|409)/)
  const { page } = await people.agent(owner, '/settings/inboxes/new')
  await goThere(page, shop, 'Our toots')
  await page.getByRole('link', { name: 'Deny' }).click()
  await expect(page.getByRole('alert')).toContainText('refused or broken off there')
  expect(new URL(page.url()).search).toBe('')
  expect(await faultsIn(page)).toEqual([])
  await page.getByRole('link', { name: word('sign_in.back') }).click()
  await expect(page.getByLabel(/^Name of the inbox/)).toHaveValue('Our toots')
  await expect(page.getByLabel(/^Server/)).toHaveValue(social.url)

  social.mood = 'narrow'
  await page.getByRole('button', { name: word('sign_in.with', { channel: 'Mastodon' }) }).click()
  await page.getByRole('link', { name: 'Authorize' }).click()
  await expect(page.getByRole('alert')).toContainText('write is missing')

  await page.goto(new URL('/oauth/callback?state=made-up&code=stolen', page.url()).href)
  await expect(page.getByRole('alert')).toContainText('begin it again')
  expect((await owner.get<{ items: Inbox[] }>('/api/v1/inboxes')).items).toEqual([])
})

test('an account that let us go is signed in to again', async ({ shop, guard }) => {
  const { people, owner, social, server } = shop
  guard.allow(/status of (404|422|502|409)/)
  const { page } = await people.agent(owner, '/settings/inboxes/new')
  await goThere(page, shop, 'Our toots')
  await page.getByRole('link', { name: 'Authorize' }).click()
  await page.waitForURL(/\/settings\/inboxes\/\d+$/)
  const path = new URL(page.url()).pathname
  social.revoked = true
  // A page that stays would ask a server that is away, which is an error on the console.
  await page.goto('about:blank')
  await server.kill()
  await server.again()
  await page.goto(server.url + path)
  await expect(page.locator('.health')).toContainText('Needs a sign-in', soon)
  expect(await faultsIn(page)).toEqual([])

  social.revoked = false
  social.account = 'somebody'
  await page.getByRole('button', { name: word('sign_in.again') }).click()
  await page.getByRole('link', { name: 'Authorize' }).click()
  await expect(page.getByRole('alert')).toContainText('but this inbox is @brand')

  social.account = 'brand'
  await page.getByRole('link', { name: word('sign_in.back') }).click()
  await page.getByRole('button', { name: word('sign_in.again') }).click()
  await page.getByRole('link', { name: 'Authorize' }).click()
  await page.waitForURL(new RegExp(`${path}$`))
  await expect(page.locator('.health')).toContainText('Connected since', soon)
})

test('the way is there on a small screen, from right to left and in the dark', async ({ shop }) => {
  const { people, owner } = shop
  const { page } = await people.agent(owner, '/settings/inboxes/new')
  await page.setViewportSize({ width: 320, height: 640 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl'
  })
  for (const channel of [/^Mastodon/, /^E-mail/]) {
    await page.getByRole('radio', { name: channel }).check()
    await expect(page.locator('.sign-in')).toBeVisible()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
    expect(await faultsIn(page)).toEqual([])
  }
})
