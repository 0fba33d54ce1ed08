// What triage says of a message stands beneath it by itself, says why, can be put right with one click and taken back; and what
// was put right is counted.
import type { Api, Inbox } from './support/api'
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'
import type { Agent } from './support/agent'

const author = (name: string) => ({ external_id: name, name })

// Somebody who is unmistakably angry, wants money back, and leaves a card number where everybody can read it.
async function complaint(owner: Api, door: Inbox, name: string, text: string): Promise<void> {
  await owner.handOver(door, [{ external_id: `${door.key}-${name}`, author: author(name), thread_key: name, text }])
}

const line = (agent: Agent) => agent.page.locator('.tri').last()
const chip = (agent: Agent, kind: string) => line(agent).locator(`.tri-chip.${kind}`)
const pick = (agent: Agent, group: string, name: string) =>
  agent.page.getByRole('group', { name: word(group) }).getByRole('button', { name: word(name) })

test('a message is read, explained, put right, and taken back', async ({ people, company }) => {
  const door = await company.owner.door('Forum of the double charge')
  const agent = await people.agent(company.owner, '/inbox/all')
  const said =
    'You charged me twice for the repair, this is terrible. I want a refund today. My card is 4111 1111 1111 1111.'
  await complaint(company.owner, door, 'Wenceslau', said)
  await agent.open('You charged me twice')
  await expect(line(agent)).toBeVisible()
  await expect(agent.row('You charged me twice')).not.toContainText('4111 1111')
  await expect(chip(agent, 'feel')).toContainText('negative')
  await expect(chip(agent, 'language')).toContainText('English')
  await expect(agent.thread.locator('.private')).toContainText('4111 1111 1111 1111')

  // Why: the words are marked in the message, and named beneath it.
  await agent.page.keyboard.press('w')
  await expect(
    agent.page
      .getByRole('region', { name: word('triage.why_title') })
      .locator('dt')
      .first(),
  ).toBeVisible()
  await expect(agent.thread.locator('.why-word').first()).toBeVisible()
  await expect(
    agent.page
      .locator('.tri-spoken')
      .filter({ hasText: /It speaks of .*refund/ })
      .first(),
  ).toBeVisible()
  await agent.page.keyboard.press('w')
  await expect(agent.thread.locator('.why-word')).toHaveCount(0)

  // Put right from the keyboard, with one choice.
  await agent.page.keyboard.press('c')
  const neutral = pick(agent, 'triage.about.sentiment', 'triage.feel.neutral')
  await neutral.focus()
  await agent.page.keyboard.press('Enter')
  await expect(neutral).toHaveAttribute('aria-pressed', 'true')
  await agent.page.keyboard.press('Escape')
  await expect(chip(agent, 'feel')).toContainText('neutral')
  await expect(line(agent).locator('.tri-corrected')).toContainText('Mira Duarte')
  await agent.page.reload()
  await expect(chip(agent, 'feel')).toContainText('neutral')
  await expect(line(agent).locator('.tri-corrected')).toContainText('Mira Duarte')

  // Counted on the page of triage: people said neutral, once.
  await agent.go('/settings/triage')
  const table = agent.page.getByRole('region', { name: word('triage.quality.table') })
  await expect(
    table.getByRole('row').filter({ has: agent.page.getByRole('rowheader', { name: word('triage.feel.neutral') }) }),
  ).toContainText('1')
  await agent.page.goBack()
  await expect(chip(agent, 'feel')).toContainText('neutral')

  // And back again.
  await agent.page.keyboard.press('c')
  await pick(agent, 'triage.about.urgency', 'triage.urgency.2').click()
  await agent.page.keyboard.press('Escape')
  await expect(chip(agent, 'urgency')).toContainText('within the hour')
  await agent.page.keyboard.press('z')
  await expect(chip(agent, 'urgency')).not.toContainText('within the hour')
})

test('a company’s own words are looked for', async ({ people, company, guard }) => {
  guard.allow(/status of 422/)
  const door = await company.owner.door('Forum of the recall')
  const agent = await people.agent(company.owner, '/settings/triage/words')
  await agent.button('triage.words.add_pattern').click()
  await agent.page.getByLabel(word('triage.words.name')).fill('frame')
  const pattern = agent.page.getByLabel(word('triage.words.pattern'))
  await pattern.fill('LB-(')
  await agent.button('form.save').click()
  await expect(pattern).toHaveAttribute('aria-invalid', 'true')
  await pattern.fill(String.raw`LB-\d{4}`)
  await agent.page.getByLabel(word('triage.words.products')).fill('Alfama')
  await agent.button('triage.words.add_intent').click()
  await agent.page.getByLabel(word('triage.about.intent')).fill('recall')
  await agent.page.getByLabel(word('triage.words.words')).fill('recall, called back')
  await agent.button('form.save').click()
  await expect(agent.page.getByText(word('triage.words.saved'))).toBeVisible()
  await look(agent.page, 'triage-words')

  await complaint(company.owner, door, 'Xavier', 'Is my Alfama with the frame LB-4711 called back?')
  await agent.page.setViewportSize({ width: 1440, height: 900 })
  await agent.go('/inbox/all')
  await agent.open('Is my Alfama')
  await expect(chip(agent, 'recall')).toBeVisible()
  await agent.page.keyboard.press('w')
  const why = agent.page.getByRole('region', { name: word('triage.why_title') })
  await expect(why).toContainText('LB-4711')
  await expect(why).toContainText('called back')
})

for (const language of ['en', 'ar']) {
  test(`how triage looks, ${language}`, async ({ people, company }) => {
    test.setTimeout(240_000)
    const end = language === 'en' ? '' : '-rtl'
    const door = await company.owner.door(`Forum of looks ${language}`)
    const said = 'Third time I write: charged twice, parcel broken. Refund me today! My card is 4111 1111 1111 1111.'
    await complaint(company.owner, door, 'Rui Costa', said)
    await complaint(company.owner, door, 'رنا حداد', 'مرحبا، وصلت الدراجة مكسورة وأريد استرداد المال اليوم')
    await complaint(company.owner, door, 'Ana Silva', 'Thank you, Mira was wonderful!')
    const talk = (await company.owner.conversations(door)).find(({ contact_name }) => contact_name === 'Rui Costa')
    const open = `/inbox/all/${String(talk?.id)}?inbox=${String(door.id)}`
    const agent = await people.agent(company.owner, open, { locale: language === 'ar' ? 'ar' : 'en-GB' })
    const { page } = agent
    await line(agent).waitFor()
    const desk = () => page.setViewportSize({ width: 1440, height: 900 })
    await page.keyboard.press('w')
    await page.locator('.tri-why dt').first().waitFor()
    await look(page, `triage-why${end}`)
    await desk()
    await page.keyboard.press('w')
    await page.keyboard.press('c')
    await page.locator('.tri-pick').nth(1).click()
    await look(page, `triage-correct${end}`)
    await desk()
    await agent.go(`/inbox/owed?inbox=${String(door.id)}`)
    await page.locator('.row .prio').first().waitFor()
    await page.keyboard.press('p')
    await expect(page.locator('.row')).toHaveCount(3)
    await look(page, `triage-order${end}`)
    await desk()
    await page.keyboard.press('p')
    await agent.go('/settings/triage')
    await page.locator('.heat').waitFor()
    await page.waitForLoadState('networkidle')
    await look(page, `triage-quality${end}`)
    await page.locator('.confusion select').first().selectOption('intents')
    await desk()
    await look(page, `triage-intents${end}`, { picture: false })
    await agent.go('/settings/triage/priority')
    await page.locator('.preview li').first().waitFor()
    await desk()
    await look(page, `triage-priority${end}`)
  })
}
