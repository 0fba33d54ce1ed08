// A matter that is to be settled by a time: its clock beside the one of the answer, what follows when it is late, and a call that comes
// as soon as it is promised.
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

test('a solution is promised, is late, and stands in the report', async ({ people, company }) => {
  test.setTimeout(180_000)
  const inbox = await company.owner.inbox('Shop of solutions')
  const agent = await people.agent(company.owner, '/settings/promises')
  const { page } = agent

  await test.step('promised in the settings', async () => {
    await agent.button('promises.new').click()
    const form = page.getByRole('region', { name: word('promises.new') })
    await form.getByLabel(word('promises.name')).fill('Solved soon')
    await form.getByLabel(word('promises.inbox')).selectOption({ label: 'Shop of solutions' })
    await form.getByLabel(/^Solved within/).fill('4')
    await form.getByLabel('Unit of: Solved within').selectOption('hours')
    await form.getByLabel(/^Called back within/).fill('90')
    await look(page, 'promise-form')
    await page.setViewportSize({ width: 1440, height: 900 })
    await form.getByRole('button', { name: word('form.save') }).click()
    await expect(page.getByText(/solved in 4 h, called back in 90 min/)).toBeVisible()
  })

  const talk = await company.owner.visitorSays(inbox, ['My wheel is bent'], { name: 'Rui Costa' })
  const solution = page.locator('.head-clock').filter({ hasText: 'Solution' })
  await test.step('an answer does not end it', async () => {
    await agent.go(`/inbox/all/${String(talk.id)}`)
    await expect(solution).toContainText('3h 5')
    await agent.reply('I look into it.')
    await expect(agent.met).toBeVisible()
    await expect(solution).toBeVisible()
  })

  await test.step('a call comes as soon as it is promised', async () => {
    const section = page.getByRole('region', { name: word('later.label') })
    await section.getByRole('button', { name: word('later.promise') }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('as we promise')).toBeVisible()
    await dialog.getByLabel(word('later.phone')).fill('+351 21 1234567')
    await look(page, 'call-as-promised', { sizes: ['desk'] })
    await page.setViewportSize({ width: 1440, height: 900 })
    await dialog.getByRole('button', { name: word('later.save') }).click()
    await expect(section.locator('.later-one')).toContainText('+351 21 1234567')
  })

  await test.step('late, when the promise is a shorter one', async () => {
    const { items } = await company.owner.get<{ items: { id: number; name: string }[] }>('/api/v1/sla/policies')
    const id = items.find(({ name }) => name === 'Solved soon')?.id
    await company.owner.call('PUT', `/api/v1/sla/policies/${String(id)}`, {
      name: 'Solved soon',
      inbox_id: inbox.id,
      resolution_s: 10,
    })
    await expect(page.locator('.thread-note').filter({ hasText: 'it is not solved' })).toBeVisible({ timeout: 30_000 })
    await expect(solution.locator('.clk.late')).toBeVisible()
    await look(page, 'solution-late')
    await page.setViewportSize({ width: 1440, height: 900 })
    await agent.button('act.resolve').click()
    await expect(solution).toHaveCount(0)
  })

  await test.step('and counted', async () => {
    await agent.go('/report/promises')
    const part = page.locator('section').filter({ hasText: 'Solutions that were promised' })
    await expect(part.locator('.tile')).toHaveCount(4)
    await look(page, 'solutions-report')
  })
})
