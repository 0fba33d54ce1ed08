// Those who wait: what they are told, and what those who answer can foresee of them.
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

test('whoever has to wait hears by when, from a machine that says so, and is owed all the same', async ({
  people,
  company,
}) => {
  const inbox = await company.owner.inbox('Shop of patience')
  const agent = await people.agent(company.owner, `/settings/inboxes/${String(inbox.id)}`)
  const { page } = agent
  const part = page.getByRole('region', { name: word('ack.head') })

  await test.step('switched on, with what it would say', async () => {
    await expect(part.locator('.ack-says')).toContainText('automatic message')
    await part.getByLabel(word('ack.enabled')).check()
    await part.getByLabel(word('ack.wait'), { exact: true }).fill('0')
    await part.getByRole('textbox', { name: /^What they can do now/ }).fill('Most answers stand on help.example.com.')
    await expect(part.locator('.ack-says')).toContainText('help.example.com')
    await part.getByLabel(word('ack.preview')).selectOption('de')
    await expect(part.locator('.ack-says')).toContainText('automatische Nachricht')
    await part.getByRole('button', { name: word('ack.save') }).click()
    await expect(page.getByText(word('form.saved'))).toBeVisible()
    await look(page, 'acknowledgement')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('said to a visitor, once', async () => {
    const visitor = await people.visitor(inbox)
    await visitor.open()
    await visitor.say('Is anybody there?')
    await expect(visitor.log).toContainText('This is an automatic message')
    await expect(visitor.log).toContainText('Most answers stand on help.example.com.')
  })

  await test.step('marked in the thread, and answering nothing', async () => {
    const conversation = await company.owner.only(inbox)
    expect(conversation.owed).toBe(true)
    expect(conversation.last_text).toBe('Is anybody there?')
    await agent.go(`/inbox/owed/${String(conversation.id)}`)
    await expect(agent.thread.locator('.msg.out').getByText(word('message.said_automatically'))).toBeVisible()
    await expect(agent.clock).toBeVisible()
    await agent.reply('I am here.')
    await expect(agent.met).toBeVisible()
  })
})

for (const language of ['en', 'ar']) {
  test(`what is foreseen, ${language}`, async ({ people, company }) => {
    test.setTimeout(240_000)
    const end = language === 'en' ? '' : '-rtl'
    const inbox = await company.owner.inbox(`Shop of foresight ${language}`)
    // Somebody is at work, and more wait than one person answers in time.
    const first = await company.owner.visitorSays(inbox, ['Is the Alfama in stock?'], { name: 'Ana Reis' })
    await company.owner.reply(first, 'It is.')
    let waits
    for (const name of ['Rui Costa', 'Eva Lima', 'Leo Pinto', 'Ida Melo'])
      waits = await company.owner.visitorSays(inbox, [`${name} asks where the bike is`], { name })
    const { page } = await people.agent(company.owner, '/board', { locale: language === 'ar' ? 'ar' : 'en-GB' })
    const card = page.locator('.forecast').first()
    await expect(card.locator('.forecast-first strong')).not.toBeEmpty()
    await card.locator('summary').click()
    await expect(card.locator('.formula')).toBeVisible()
    await look(page, `board-forecast${end}`)

    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${company.server.url}/owed?order=late`)
    const rows = page.locator('.owed-row').filter({ hasText: 'asks where the bike is' })
    await expect(rows.first().locator('.risk')).toBeVisible()
    await look(page, `owed-forecast${end}`)

    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${company.server.url}/report/forecast`)
    await expect(page.locator('.report h1')).toBeVisible()
    await look(page, `report-forecast${end}`)

    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${company.server.url}/inbox/owed/${String(waits?.id)}`)
    await page.locator('.thread-head .clk').click()
    await expect(page.locator('.clock-forecast')).toBeVisible()
    await look(page, `clock-forecast${end}`, { sizes: ['desk'] })
  })
}
