// Told by name: a promise of seconds, whose warning and breach are the agent's to hear and whose step reaches the lead, who says
// that they have it; and where it is set who is called, and when.
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

test('a promise that breaks is told by name until somebody has it', async ({ people, company }) => {
  test.setTimeout(240_000)
  const inbox = await company.owner.inbox('Shop of the told')
  const tom = await company.owner.colleague('Tom Reis', 'tom.told@lisbonbikes.example')
  const lea = await company.owner.colleague('Lea Sousa', 'lea.told@lisbonbikes.example', 'lead')
  await company.owner.post('/api/v1/sla/policies', {
    name: 'Told at once',
    inbox_id: inbox.id,
    first_response_s: 40,
    counted: 'always',
    warn_percent: 75,
    escalate_s: [5],
  })
  const agent = await people.agent(tom, '/told')
  const lead = await people.agent(lea, '/told')
  await expect(agent.page.getByText(word('told.empty'))).toBeVisible()
  const talk = await company.owner.visitorSays(inbox, ['Is the Alfama in blue in stock?'], { name: 'Ivo Prata' })
  const users = await company.owner.get<{ items: { id: number; name: string }[] }>('/api/v1/users')
  const tomId = users.items.find(({ name }) => name === 'Tom Reis')?.id
  await company.owner.post(`/api/v1/conversations/${String(talk.id)}/assignment`, { user_id: tomId })

  // Three quarters of the time: in passing, and in the list.
  const row = (page: typeof agent.page, key: string) =>
    page.locator('.told-row').filter({ has: page.getByText(word(key, { name: 'Ivo Prata' })) })
  await expect(row(agent.page, 'told.cause.warned')).toBeVisible({ timeout: 60_000 })
  await expect(agent.page.locator('.toast').filter({ hasText: 'Ivo Prata' })).toBeVisible()

  // Late: over the screen, once.
  await expect(agent.page.getByRole('alert')).toHaveText(word('told.cause.breached', { name: 'Ivo Prata' }), {
    timeout: 60_000,
  })

  // The step of the policy is on the lead's screen by itself; whose it is then, the agent sees.
  await expect(row(lead.page, 'told.cause.escalated')).toBeVisible({ timeout: 60_000 })
  await row(lead.page, 'told.cause.escalated')
    .getByRole('button', { name: word('told.take_one') })
    .click()
  await expect(lead.page.locator('.told-taker').first()).toHaveText(word('told.you_have_it'))
  await expect(agent.page.locator('.told-taker').filter({ hasText: 'Lea Sousa' }).first()).toBeVisible()
  await expect(agent.page.locator('.told-banner')).toHaveCount(0)

  // The answer stops the clock, and the report has it.
  await lea.reply(talk, 'Yes, two of them.')
  const rows = lead.page.locator('.told-row').filter({ hasText: 'Ivo Prata' })
  await expect(rows.locator('.told-clock')).toHaveCount(0)

  // What became of the clock stays on the thread, for whoever comes later, too.
  const late = await people.agent(company.owner, `/inbox/all/${String(talk.id)}`)
  for (const key of ['promises.note_warned', 'promises.note_breached', 'promises.note_escalated'])
    await expect(late.page.getByText(word(key, { n: '1' }))).toBeVisible()
  await lead.go('/report/promises')
  const counted = lead.page.getByRole('row').filter({ hasText: 'Shop of the told' })
  await expect(counted.getByRole('cell')).toHaveText(['1', '0', '1', '0', '0', '0%'])
})

for (const language of ['en', 'ar']) {
  test(`how what is told by name looks, ${language}`, async ({ people, company }) => {
    test.setTimeout(240_000)
    const end = language === 'en' ? '' : '-rtl'
    const { page } = await people.agent(company.owner, '/told', { locale: language === 'ar' ? 'ar' : 'en-GB' })
    const go = async (path: string, shown: string) => {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(`${company.server.url}${path}`)
      await page.locator(shown).first().waitFor()
    }
    await page.locator('.page-title').waitFor()
    await look(page, `told${end}`)
    await go('/settings/me', '.form.quiet')
    await page.locator('.form.quiet input[type=checkbox]').check()
    await look(page, `quiet-hours${end}`)
    await go('/settings/promises', '.rungs')
    await look(page, `ladder${end}`)
    const team = await company.owner.post<{ id: number }>('/api/v1/teams', {
      name: `Night ${language}`,
      partner: false,
      member_ids: [],
    })
    await go('/settings/teams', `#on-call-${String(team.id)}`)
    await page.locator(`#on-call-${String(team.id)}`).click()
    await page.locator('.add-shift').click()
    await page.locator('.add-shift').click()
    await look(page, `on-call${end}`)
  })
}
