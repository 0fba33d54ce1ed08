// Assigning, resolving with a reason, reopening.
import { chatWord, word } from './support/words'
import { expect, test } from './support/fixtures'

test('take it, give it away', async ({ people, company, inbox }) => {
  await company.owner.colleague('Tomás Reis', `tomas.${String(inbox.id)}@lisbonbikes.example`)
  await company.owner.visitorSays(inbox, ['Which bike for hills?'])
  const agent = await people.agent(company.owner)
  await agent.open('Which bike for hills?')
  const assign = agent.page.locator('button.owner')
  await assign.click()
  await agent.page.getByRole('option', { name: /Mira Duarte/ }).click()
  await expect(assign).toContainText('Mira Duarte')
  await assign.click()
  await agent.page.getByPlaceholder(word('assign.placeholder')).fill('tomas')
  await agent.page
    .getByRole('option', { name: /Tomás Reis/ })
    .first()
    .click()
  await expect(assign).toContainText('Tomás Reis')
  await expect(agent.row('Which bike for hills?')).toContainText('Tomás Reis')
})

test('an owed conversation is closed with a reason only; the visitor is told, and opens it again', async ({
  people,
  company,
  inbox,
}) => {
  const agent = await people.agent(company.owner)
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await visitor.say('Buy cheap watches')
  await agent.open('Buy cheap watches')
  await agent.button('act.resolve').click()
  const dialog = agent.page.getByRole('dialog')
  await agent.button('dismiss.do').click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByLabel(word('dismiss.spam')).check()
  await agent.button('dismiss.do').click()
  await expect(dialog).toHaveCount(0)
  await expect(agent.row('Buy cheap watches')).toHaveCount(0)
  await expect(visitor.panel.getByText(chatWord('resolved'))).toBeVisible()

  const [closed] = await company.owner.conversations(inbox)
  expect(closed).toMatchObject({ status: 'resolved', dismiss_reason: 'spam', owed: false })

  await visitor.say('No, really, my wheel is bent')
  await expect(visitor.panel.getByText(chatWord('resolved'))).toHaveCount(0)
  await expect(agent.row('No, really, my wheel is bent')).toBeVisible()
  const [again] = await company.owner.conversations(inbox)
  expect(again).toMatchObject({ id: closed?.id, status: 'open', owed: true })
})

test('an answered conversation is closed at once, and opened again by hand', async ({ people, company, inbox }) => {
  const conversation = await company.owner.visitorSays(inbox, ['Are you open on Sunday?'])
  await company.owner.reply(conversation, 'From ten to four.')
  const agent = await people.agent(company.owner, `/inbox/all/${String(conversation.id)}`)
  await expect(agent.thread).toContainText('From ten to four.')
  await agent.button('act.resolve').click()
  await expect.poll(async () => (await company.owner.conversations(inbox))[0]?.status).toBe('resolved')
  await agent.go(`/inbox/all/${String(conversation.id)}`)
  await agent.button('act.reopen').click()
  await expect(agent.button('act.resolve')).toBeVisible()
  expect((await company.owner.conversations(inbox))[0]).toMatchObject({ status: 'open', owed: false })
})
