// From the link that the server prints to the first answered message.
import { kPassword } from './support/api'
import { expect, People, test } from './support/fixtures'
import { Agent } from './support/agent'
import { Server } from './support/server'
import { Visitor } from './support/visitor'
import { word } from './support/words'

test('first run: owner, company, inbox, the proof, and the first answer', async ({ browser, guard }) => {
  const server = await Server.start()
  const people = new People(browser, guard, server.url)
  try {
    const page = await (await people.context()).newPage()
    const agent = new Agent(page, server.url)
    await page.goto(`${server.url}/setup?token=${server.setupToken}`)

    await page.getByLabel(word('form.name')).fill('Mira Duarte')
    await page.getByLabel(word('form.email')).fill('mira@lisbonbikes.example')
    await page.getByRole('textbox', { name: word('form.password') }).fill(kPassword)
    await agent.button('act.next').click()

    await page.getByLabel(word('organization.name')).fill('Lisbon Bikes')
    await agent.button('act.next').click()

    await page.getByLabel(word('setting.greeting')).fill('Good morning. What can we do for you?')
    await agent.button('setup.connect').click()

    const [shop] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: word('setup.try') }).click(),
    ])
    const visitor = new Visitor(shop, server.url, '')
    await visitor.launcher.click()
    await expect(visitor.panel.getByText('Good morning. What can we do for you?')).toBeVisible()
    await visitor.say('Is anybody there?')

    await expect(page.getByText('Is anybody there?')).toBeVisible()
    await page.getByRole('link', { name: word('setup.answer') }).click()
    await expect(page).toHaveURL(/\/inbox\/owed\/\d+$/)
    await agent.reply('We are.')
    await expect(visitor.log).toContainText('We are.')

    // The link opens once: it leads to the door now.
    await page.goto(`${server.url}/setup?token=${server.setupToken}`)
    await expect(page).toHaveURL(/\/(inbox|login)/)
  } finally {
    await people.leave()
    await server.stop()
  }
})

test('first run: a wrong token is refused with a sentence, and nothing is made', async ({ browser, guard }) => {
  guard.allow(/status of 40[13]/, /status of 422/)
  const server = await Server.start()
  const people = new People(browser, guard, server.url)
  try {
    const page = await (await people.context()).newPage()
    const agent = new Agent(page, server.url)
    await page.goto(`${server.url}/setup?token=not-the-token`)
    await page.getByLabel(word('form.name')).fill('Mallory')
    await page.getByLabel(word('form.email')).fill('mallory@example.org')
    await page.getByRole('textbox', { name: word('form.password') }).fill(kPassword)
    await agent.button('act.next').click()
    await page.getByLabel(word('organization.name')).fill('Not Ours')
    await agent.button('act.next').click()
    await expect(page.getByRole('alert')).not.toBeEmpty()
    const status = (await (await fetch(`${server.url}/api/v1/status`)).json()) as { setup_needed: boolean }
    expect(status.setup_needed).toBe(true)
  } finally {
    await people.leave()
    await server.stop()
  }
})
