// Lists narrowed by what triage says: from the keyboard, in the address, live, and let go of again.
import type { Api, Inbox } from './support/api'
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'
import type { Agent } from './support/agent'

async function said(owner: Api, door: Inbox, name: string, text: string): Promise<void> {
  const item = {
    external_id: `${door.key}-${name}-${text.length}`,
    author: { external_id: name, name },
    thread_key: name,
    text,
  }
  await owner.handOver(door, [item])
}
const refund = 'I want a refund. Please send my money back today.'
const choice = (agent: Agent, name: string) =>
  agent.page.getByRole('dialog', { name: word('filter.open') }).getByRole('button', { name: word(name) })
const chip = (agent: Agent) => agent.page.locator('.facet-chip')

test('a list shows only what says what somebody looks for', async ({ people, company }) => {
  const door = await company.owner.door('Forum of the filters')
  await said(company.owner, door, 'Joana', refund)
  await said(company.owner, door, 'Ulrike', 'Ich will mein Geld zurück, bitte erstatten Sie mir den Betrag.')
  await said(company.owner, door, 'Ivo', 'How do I change my address?')
  const agent = await people.agent(company.owner, `/inbox/owed?inbox=${String(door.id)}`)
  const { page } = agent
  const rows = agent.list.getByRole('option')
  await expect(rows).toHaveCount(3)
  await expect(page.locator('.row .prio')).toHaveCount(3)

  // F, and a choice by the keyboard; the menu stays for the next one.
  await page.keyboard.press('f')
  await expect(choice(agent, 'triage.intent.refund')).toBeVisible()
  await choice(agent, 'triage.intent.refund').focus()
  await page.keyboard.press('Enter')
  await expect(choice(agent, 'triage.intent.refund')).toHaveAttribute('aria-pressed', 'true')
  await expect(rows).toHaveCount(2)
  await expect(page).toHaveURL(/intents=refund/)
  await page
    .getByRole('dialog', { name: word('filter.open') })
    .getByRole('button', { name: /German/ })
    .click()
  await expect(rows).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(rows).toContainText('Geld zurück')
  await expect(chip(agent)).toHaveText([/refund/, /German/])

  // It is in the address: it stays as it is, and what comes in is let in by what it says.
  await page.reload()
  await expect(rows).toHaveCount(1)
  await chip(agent).nth(1).click()
  await expect(rows).toHaveCount(2)
  await page.mouse.move(900, 5)
  await said(company.owner, door, 'Rosa', refund)
  await said(company.owner, door, 'Nuno', 'Which pump fits the valve?')
  await expect(rows).toHaveCount(3)
  await expect(agent.list).not.toContainText('pump')

  // An empty one says what it is narrowed by, and lets go of it.
  await agent.go(`/inbox/mine?inbox=${String(door.id)}&intents=refund&urgency=2`)
  await expect(page.getByText(/Nothing here matches .*refund.*within the hour/)).toBeVisible()
  await page.getByRole('link', { name: word('empty.clear') }).click()
  await expect(page).not.toHaveURL(/intents/)
  // What is over cannot be narrowed.
  await agent.go('/inbox/resolved')
  await expect(agent.button('filter.open')).toHaveCount(0)
})

test('somebody is worth more to us than others', async ({ people, company }) => {
  const door = await company.owner.door('Forum of the key customer')
  await said(company.owner, door, 'Vasco', 'Which saddle do you have for the Tejo?')
  const agent = await people.agent(company.owner, `/inbox/owed?inbox=${String(door.id)}`)
  await agent.open('Which saddle')
  const worth = agent.page.getByRole('combobox', { name: word('worth.label') })
  await worth.selectOption('key')
  const panel = agent.page.getByRole('complementary', { name: word('about.label') })
  await expect(panel).toContainText('a key customer')
  await agent.page.locator('#main').focus()
  await agent.page.keyboard.press('z')
  await expect(worth).toHaveValue('none')
  await expect(panel).not.toContainText('a key customer')
})

for (const language of ['en', 'ar']) {
  test(`how narrowed lists look, ${language}`, async ({ people, company }) => {
    test.setTimeout(240_000)
    const end = language === 'en' ? '' : '-rtl'
    const door = await company.owner.door(`Forum of filters in ${language}`)
    await said(company.owner, door, 'Rui Costa', refund)
    await said(company.owner, door, 'رنا حداد', 'مرحبا، وصلت الدراجة مكسورة وأريد استرداد المال اليوم')
    const list = `/inbox/owed?inbox=${String(door.id)}`
    const agent = await people.agent(company.owner, list, { locale: language === 'ar' ? 'ar' : 'en-GB' })
    const { page } = agent
    await expect(page.locator('.row .prio')).toHaveCount(2)
    await agent.go(`${list}&intents=refund&urgency=1`)
    await page.locator('.facet-chip').first().waitFor()
    await page.keyboard.press('f')
    await page.locator('.facet-menu .tri-pick').first().waitFor()
    await look(page, `filters${end}`)
    await page.setViewportSize({ width: 1440, height: 900 })
    await agent.go(`${list}&intents=safety`)
    await page.locator('.state').first().waitFor()
    await look(page, `filters-none${end}`, { picture: false })
  })
}
