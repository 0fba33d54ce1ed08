// Two agents, one customer: who answers without having seen the other's answer is asked first.
import { word } from './support/words'
import { expect, test } from './support/fixtures'

test('the second answer is held back until its writer has seen the first', async ({
  line, // First, so that it is there until everybody has left.
  people,
  company,
  inbox,
  guard,
}) => {
  guard.allow(/status of 409/, /WebSocket connection to/)
  const tomas = await company.owner.colleague('Tomás Reis', `tomas.${String(inbox.id)}@lisbonbikes.example`)
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await visitor.say('Is the Graça in stock?')
  const first = await people.agent(company.owner)
  const second = await people.agent(tomas, '/inbox/owed', { url: line.url })
  await first.open('Is the Graça in stock?')
  await second.open('Is the Graça in stock?')

  // Tomás does not see what arrives, and goes on writing.
  line.cut('live')
  await first.reply('Yes, two of them.')
  await expect(visitor.log).toContainText('Yes, two of them.')
  await second.reply('No, next week.')
  const notice = second.page.getByRole('alert').filter({ hasText: 'Yes, two of them.' })
  await expect(notice).toBeVisible()
  expect(await visitor.texts()).toEqual(['Is the Graça in stock?', 'Yes, two of them.'])

  // His words are not lost; he decides.
  await expect(second.replyBox).toHaveValue('No, next week.')
  await second.replyBox.fill('And one in blue next week.')
  await notice.getByRole('button', { name: word('conflict.anyway') }).click()
  await expect(visitor.log).toContainText('And one in blue next week.')
  expect(await visitor.texts()).toEqual(['Is the Graça in stock?', 'Yes, two of them.', 'And one in blue next week.'])
  line.mend()
})
