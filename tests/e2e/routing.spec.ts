// Work that is given out: how a team does it, what its people can carry, and why somebody got what they got.
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

test('work goes to who is there and has room, and says why', async ({ people, company }) => {
  test.setTimeout(180_000)
  const tom = await company.owner.colleague('Tom Reis', 'tom.routing@lisbonbikes.example')
  const rita = await company.owner.colleague('Rita Luz', 'rita.routing@lisbonbikes.example')
  const { items: users } = await company.owner.get<{ items: { id: number; name: string }[] }>('/api/v1/users')
  const ids = ['Tom Reis', 'Rita Luz'].map((name) => users.find((user) => user.name === name)?.id)
  const team = await company.owner.post<{ id: number }>('/api/v1/teams', {
    name: 'Workshop',
    partner: false,
    member_ids: ids,
  })
  const inbox = await company.owner.inbox('Shop of routing')
  await company.owner.call('PATCH', `/api/v1/inboxes/${String(inbox.id)}`, { team_id: team.id })

  const lead = await people.agent(company.owner, '/settings/routing')
  const { page } = lead
  await test.step('how the team does it', async () => {
    await page.getByRole('button', { name: word('routing.edit_one', { name: 'Workshop' }) }).click()
    const form = page.getByRole('region', { name: word('routing.edit_one', { name: 'Workshop' }) })
    await form.getByRole('radio', { name: /^Least loaded/ }).check()
    await look(page, 'routing-team')
    await page.setViewportSize({ width: 1440, height: 900 })
    await form.getByRole('button', { name: word('form.save') }).click()
    await expect(form).toHaveCount(0)
  })
  await test.step('what somebody can carry', async () => {
    await page.getByRole('button', { name: word('routing.edit_person', { name: 'Tom Reis' }) }).click()
    const form = page.getByRole('region', { name: word('routing.edit_person', { name: 'Tom Reis' }) })
    await form.getByLabel(word('routing.capacity')).fill('1')
    await form.getByRole('button', { name: word('form.save') }).click()
    await expect(page.getByText(/^Capacity 1,/)).toBeVisible()
    await look(page, 'routing-settings')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('nobody is there: it waits, and says so', async () => {
    const first = await company.owner.visitorSays(inbox, ['My wheel is bent'], { name: 'Rui Costa' })
    await lead.go(`/inbox/all/${String(first.id)}`)
    await expect(page.locator('.thread-note').filter({ hasText: 'nobody is online' })).toBeVisible()
  })
  await test.step('who comes is given it', async () => {
    const his = await people.agent(tom, '/inbox/mine')
    await tom.call('PUT', '/api/v1/presence', { presence: 'online' })
    await expect(his.page.getByRole('option').filter({ hasText: 'Rui Costa' })).toBeVisible()
    await expect(page.locator('.thread-note').filter({ hasText: /Tom Reis: .*nobody else could take it/ })).toBeVisible()
  })
  await test.step('who is full gets nothing more', async () => {
    await company.owner.visitorSays(inbox, ['And my brake is gone'], { name: 'Eva Lima' })
    await lead.go('/board')
    await expect(page.locator('.board')).toContainText('nobody has room')
    await look(page, 'routing-board')
    await page.setViewportSize({ width: 1440, height: 900 })
    const hers = await people.agent(rita, '/inbox/mine')
    await rita.call('PUT', '/api/v1/presence', { presence: 'online' })
    await expect(hers.page.getByRole('option').filter({ hasText: 'Eva Lima' })).toBeVisible()
  })
})
