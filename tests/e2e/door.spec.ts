// A system of the company's own hands over what was said there.
import { expect, test } from './support/fixtures'

const said = (id: string, text: string, more: object = {}) => ({
  external_id: id,
  author: { external_id: `member-${id}`, name: 'Joana Melo' },
  text,
  ...more,
})

test('what was handed over is on the screen, edited and deleted as on the platform', async ({ people, company }) => {
  const door = await company.owner.door('Forum of the door')
  const agent = await people.agent(company.owner, '/inbox/open')
  const answer = await company.owner.handOver(door, [said('d1', 'My wheel squeaks'), said('d2', 'Wrong thread, sorry')])
  expect(answer).toEqual({ status: 200, body: { stored: 2, known: 0, quarantined: 0 } })
  await agent.open('My wheel squeaks')
  const author = { external_id: 'member-d1' }
  await company.owner.handOver(door, [
    { external_id: 'e1', kind: 'edit', author, target_external_id: 'd1', text: 'My front wheel squeaks' },
    { external_id: 'x2', kind: 'deletion', target_external_id: 'd2' },
  ])
  await expect(agent.thread).toContainText('My front wheel squeaks')
  await expect(agent.thread.getByText('edited')).toHaveAttribute('title', /My wheel squeaks/)
  await agent.page.getByRole('option').filter({ hasText: 'Joana Melo' }).last().waitFor()
  await expect(agent.list).not.toContainText('Wrong thread, sorry')
})

test('a forged delivery is refused, a known one changes nothing', async ({ company }) => {
  const door = await company.owner.door('Forum of forgers')
  const forged = await company.owner.call('POST', `/hooks/${door.channel}/${door.key}`, { items: [said('f1', 'Hello')] })
  expect(forged.status).toBe(401)
  await company.owner.handOver(door, [said('f2', 'Hello')])
  expect((await company.owner.handOver(door, [said('f2', 'Hello')])).body).toEqual({ stored: 0, known: 1, quarantined: 0 })
  expect(await company.owner.conversations(door)).toHaveLength(1)
})

test('what cannot be read waits in the quarantine with its reason', async ({ people, company }) => {
  const door = await company.owner.door('Forum of riddles')
  await company.owner.handOver(door, [{ external_id: 'q1', author: { external_id: 'm' } }, said('q2', 'This one is fine')])
  const agent = await people.agent(company.owner, '/settings/quarantine')
  const item = agent.page.getByRole('listitem').filter({ hasText: 'text: missing' })
  await expect(item).toContainText('Forum of riddles')
  await item.getByRole('button', { name: 'Try again' }).click()
  await expect(agent.page.getByText('Still not: text: missing')).toBeVisible()
  await expect(item).toContainText('Tried 2 times')
  await item.getByRole('button', { name: 'Let it be' }).click()
  await expect(item).toHaveCount(0)
})
