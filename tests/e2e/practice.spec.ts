// What is done again and again: a playbook is taken and followed by two people, a macro is written and used, and what a rule offers
// is taken over.
import { Api } from './support/api'
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

for (const language of ['en', 'ar']) {
  test(`how playbooks and macros look, ${language}`, async ({ people, company }) => {
    test.setTimeout(180_000)
    const end = language === 'en' ? '' : '-rtl'
    const inbox = await company.owner.inbox(`Shop of practice ${language}`)
    const talk = await company.owner.visitorSays(inbox, ['My wheel is bent, again!'], { name: 'Rui Costa' })
    const playbook = await company.owner.post<{ id: number }>('/api/v1/playbooks', {
      name: `Crooked wheels ${language}`,
      when_to_use: 'A wheel came bent.',
      steps: [
        { text: 'Ask for a picture', owner: 'assignee', due_minutes: 15, check: 'answered' },
        { text: 'Order a new one', owner: 'lead', due_minutes: 240, check: 'by_hand' },
      ],
    })
    await company.owner.post('/api/v1/macros', {
      name: `Regrets ${language}`,
      text: 'We are sorry, {{contact.first_name|there}}.',
    })
    await company.owner.post(`/api/v1/conversations/${String(talk.id)}/playbook_runs`, { playbook_id: playbook.id })
    const { page } = await people.agent(company.owner, `/inbox/all/${String(talk.id)}`, {
      locale: language === 'ar' ? 'ar' : 'en-GB',
    })
    await page.locator('.run').waitFor()
    await look(page, `playbook-run${end}`)
    for (const [path, shown, open] of [
      ['playbooks', '.playbook-line', `#playbook-${String(playbook.id)}`],
      ['macros', '.macro-says', ''],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(`${company.server.url}/settings/${path}`)
      await page.locator(shown).first().waitFor()
      await look(page, `${path}${end}`)
      await page.setViewportSize({ width: 1440, height: 900 })
      await page
        .locator(open || '.line-acts .btn')
        .first()
        .click()
      await page.locator('.card-form').waitFor()
      await look(page, `${path}-form${end}`)
    }
  })
}

test('a playbook is followed, a macro used, and an offered answer taken over', async ({ people, company }) => {
  test.setTimeout(180_000)
  const inbox = await company.owner.inbox('Shop of practice')
  const agent = await people.agent(company.owner, '/settings/playbooks')
  const { page } = agent

  // One that comes with the program, and one of one's own.
  const taken = page.locator('.templates li').first()
  await taken.getByRole('button').click()
  await expect(taken.getByText(word('practice.template_added'))).toBeVisible()
  await agent.button('practice.pb_new').click()
  const form = page.getByRole('region', { name: word('practice.pb_new') })
  await form.getByLabel(word('practice.pb_name')).fill('Bent wheel')
  await form.getByLabel(word('practice.pb_step_text')).fill('Ask for a picture')
  await form.getByRole('button', { name: word('practice.pb_add') }).click()
  await form.getByLabel(word('practice.pb_step_text')).nth(1).fill('Order a new one')
  await form.getByLabel(word('practice.pb_due')).nth(1).fill('30')
  await form.getByRole('button', { name: word('form.save') }).click()
  await expect(page.locator('.playbook-line').filter({ hasText: 'Bent wheel' })).toBeVisible()

  // Macros: text with a variable, and an action.
  await agent.go('/settings/macros')
  await agent.button('practice.mc_new').click()
  const macro = page.getByRole('region', { name: word('practice.mc_new') })
  await macro.getByLabel(word('practice.mc_name')).fill('Sorry')
  await macro.getByRole('textbox', { name: /^Text for the composer/ }).fill('We are sorry, ')
  await macro.getByLabel(word('rules.variables')).selectOption('contact.first_name')
  await macro.getByRole('button', { name: word('rules.add_action') }).click()
  await macro.getByLabel(word('rules.label')).fill('Sorry')
  await macro.getByRole('button', { name: word('form.save') }).click()
  await expect(page.locator('.macro-says').filter({ hasText: 'We are sorry, {{contact.first_name}}' })).toBeVisible()

  // A rule that offers it.
  const macros = await company.owner.get<{ items: { id: number; name: string }[] }>('/api/v1/macros')
  const id = macros.items.find(({ name }) => name === 'Sorry')?.id
  await company.owner.post('/api/v1/rules', {
    name: 'Bent',
    trigger: 'message_in',
    conditions: [{ field: 'text', comparison: 'contains', values: ['bent'] }],
    actions: [{ kind: 'draft_macro', macro_id: id }],
    enabled: true,
    max_per_hour: 100,
    once_per_conversation: false,
  })
  const visitor = new Api(company.server)
  const chat = `/api/v1/widget/${inbox.key}`
  const { token } = await visitor.post<{ token: string }>(`${chat}/visitors`, {})
  const says = (text: string) =>
    visitor.post(`${chat}/messages`, { text, name: 'Rui Costa' }, { Authorization: `Bearer ${token}` })
  await says('My wheel is bent')
  const talk = await company.owner.conversationOf(inbox, 'My wheel is bent')
  await agent.go(`/inbox/all/${String(talk.id)}`)
  const other = await people.agent(company.owner, `/inbox/all/${String(talk.id)}`)
  const box = page.locator('.composer-box')
  await expect(page.locator('.offer')).toContainText('We are sorry, Rui')
  await look(page, 'draft-offer')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page
    .locator('.offer')
    .getByRole('button', { name: word('practice.use_draft') })
    .click()
  await expect(box).toHaveValue('We are sorry, Rui')
  await expect(page.locator('.offer')).toHaveCount(0)

  // The macro by its key; its text stands behind what was written.
  await box.press('Escape')
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByText('Sorry', { exact: true }).click()
  await expect(box).toHaveValue(/We are sorry, Rui\nWe are sorry, Rui/)

  // What it did is seen, and taken back.
  const labels = page.getByRole('region', { name: word('practice.labels') })
  await expect(labels.locator('.label-chip')).toHaveText(['sorry'])
  await labels.getByLabel(word('practice.label_add')).first().fill('Wheels')
  await page.keyboard.press('Enter')
  await expect(labels.locator('.label-chip')).toHaveText(['sorry', 'wheels'])
  await labels.getByRole('button', { name: word('practice.label_off', { label: 'sorry' }) }).click()
  await expect(labels.locator('.label-chip')).toHaveText(['wheels'])
  await expect(other.page.locator('.label-chip')).toHaveText(['wheels'])

  // Another offer comes while both look; who throws it away clears both screens.
  await says('So very bent')
  await expect(other.page.locator('.offer')).toHaveCount(1)
  await page
    .locator('.offer')
    .getByRole('button', { name: word('practice.throw') })
    .click()
  await expect(other.page.locator('.offer')).toHaveCount(0)

  // A third is sent as it is.
  await says('The fork is bent as well')
  await other.page
    .locator('.offer')
    .getByRole('button', { name: word('practice.send_draft') })
    .click()
  await expect(agent.thread.locator('.msg.out')).toContainText('We are sorry, Rui')
  await expect(page.locator('.offer')).toHaveCount(0)

  // Followed by two.
  const section = page.getByRole('region', { name: word('practice.playbooks') })
  await section.getByRole('button', { name: word('practice.begin') }).click()
  await page.getByRole('dialog').getByText('Bent wheel').click()
  await expect(section.locator('.run')).toContainText('Bent wheel')
  await expect(other.page.locator('.run')).toContainText('0 of 2')
  await section.getByRole('checkbox').first().check()
  await expect(other.page.locator('.run')).toContainText('1 of 2')
  await section.getByRole('button', { name: word('practice.stop_one', { name: 'Bent wheel' }) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: word('practice.stop') })
    .click()
  await expect(section.getByText(word('practice.none'))).toBeVisible()
  await expect(other.page.locator('.run')).toHaveCount(0)
})
