// A visitor writes, an agent answers, the visitor reads it: no reload on either side, and the clock runs and stops.
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures'

const stays = (page: Page) => page.evaluate(() => void ((window as { stays?: boolean }).stays = true))
const stayed = (page: Page) => page.evaluate(() => (window as { stays?: boolean }).stays === true)

test('the loop: a word, a clock, an answer', async ({ people, company, inbox }) => {
  const agent = await people.agent(company.owner)
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await stays(agent.page)
  await stays(visitor.page)

  await visitor.say('My Alfama came with a bent mudguard.')
  await expect(visitor.log).toContainText('Delivered')
  await agent.open('My Alfama came with a bent mudguard.')

  const first = await agent.clock.innerText()
  expect(first).toMatch(/\d/)
  await expect.poll(() => agent.clock.innerText()).not.toBe(first)

  await agent.reply('Good morning, Mira here. A new one leaves today.')
  await expect(visitor.log).toContainText('Good morning, Mira here. A new one leaves today.')
  await expect(visitor.log).toContainText('Mira Duarte')
  await expect(agent.clock).toHaveCount(0)
  await expect(agent.met).toBeVisible()

  await visitor.say('Thank you!')
  await expect(agent.thread).toContainText('Thank you!')
  expect(await agent.texts()).toEqual([
    'My Alfama came with a bent mudguard.',
    'Good morning, Mira here. A new one leaves today.',
    'Thank you!',
  ])
  expect(await visitor.texts()).toEqual(await agent.texts())
  expect(await stayed(agent.page)).toBe(true)
  expect(await stayed(visitor.page)).toBe(true)

  const conversation = await company.owner.only(inbox)
  expect(conversation).toMatchObject({ owed: true, message_count: 3 })
  expect(conversation.first_response_s).toBeLessThan(300)
  expect(conversation.clock?.kind).toBe('next_response')
})

test('the same browser finds its history, another finds none', async ({ people, company, inbox }) => {
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await visitor.say('Remember me')
  await expect(visitor.log).toContainText('Delivered')
  const conversation = await company.owner.only(inbox)
  await company.owner.reply(conversation, 'We do.')
  await expect(visitor.log).toContainText('We do.')

  await visitor.page.reload()
  // The chat was open in this tab, so it is again.
  await expect(visitor.log).toContainText('We do.')
  expect(await visitor.texts()).toEqual(['Remember me', 'We do.'])

  const other = await people.visitor(inbox)
  await other.open()
  expect(await other.texts()).toEqual([])
})

test('an answer to a closed chat is counted on its button', async ({ people, company, inbox }) => {
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await visitor.say('I will be reading on')
  await expect(visitor.log).toContainText('Delivered')
  await visitor.launcher.click()
  await expect(visitor.launcher).toHaveAttribute('aria-expanded', 'false')

  const conversation = await company.owner.only(inbox)
  await company.owner.reply(conversation, 'one')
  await company.owner.reply(conversation, 'two')
  await expect(visitor.launcher).toHaveAccessibleName('Chat, unread: 2')
  // On the shop's next page as well.
  await visitor.visit()
  await expect(visitor.launcher).toHaveAccessibleName('Chat, unread: 2')
  await visitor.launcher.click()
  await expect(visitor.log).toContainText('two')
  await visitor.launcher.click()
  await expect(visitor.launcher).toHaveAccessibleName('Chat')
})

test('who one is, if one likes to say', async ({ people, company, inbox }) => {
  const agent = await people.agent(company.owner)
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await expect(visitor.panel.getByLabel('E-mail')).toHaveCount(0)
  await visitor.say('Do you mend wheels?')
  await visitor.panel.getByLabel('Name').fill('Ana Silva')
  await visitor.panel.getByLabel('E-mail').fill('ana@example.org')
  await visitor.panel.locator('.about').getByRole('button', { name: 'Send' }).click()
  await expect(visitor.panel.getByLabel('E-mail')).toHaveCount(0)
  await expect(visitor.log).toContainText('ana@example.org')
  await expect(agent.row('Ana Silva')).toBeVisible()
  await visitor.page.reload()
  await expect(visitor.log).toContainText('Do you mend wheels?')
  await expect(visitor.panel.getByLabel('E-mail')).toHaveCount(0)
})

test('an address that somebody typed proves nothing and opens nothing', async ({ people, company, inbox }) => {
  await company.owner.visitorSays(inbox, ['My invoice is under Rua Augusta 12.'], {
    name: 'Ana Silva',
    email: 'ana@example.org',
  })
  const stranger = await people.visitor(inbox)
  await stranger.open()
  await stranger.say('I am Ana')
  await stranger.panel.getByLabel('E-mail').fill('ana@example.org')
  await stranger.panel.locator('.about').getByRole('button', { name: 'Send' }).click()
  await expect(stranger.log.getByText('ana@example.org')).toBeVisible()
  await stranger.page.reload()
  await expect(stranger.log).toContainText('ana@example.org')
  expect(await stranger.texts()).toEqual(['I am Ana', 'ana@example.org'])
  const conversations = await company.owner.conversations(inbox)
  expect(new Set(conversations.map(({ contact_id }) => contact_id)).size).toBe(2)
})
