// A cluster of un-follows raises an alert with what preceded it.
import { expect, test } from './support/fixtures'
import type { Api, Inbox } from './support/api'

const account = (id: string, name = '') => ({ external_id: id, name })

// A post of ours two days ago that people answered, and then many who leave.
async function upset(owner: Api, door: Inbox): Promise<void> {
  const hours = (n: number) => new Date(Date.now() - n * 3_600_000).toISOString()
  const post = { author: account('brand', 'Lisbon Bikes'), own: true, public: true, thread_key: 'prices' }
  await owner.handOver(door, [
    { external_id: 'long-ago', kind: 'unfollow', author: account('early'), said_at: hours(48) },
    { external_id: 'prices', text: 'From Monday our repairs cost a third more.', said_at: hours(3), ...post },
    ...Array.from({ length: 6 }, (_, i) => ({
      external_id: `angry-${String(i)}`,
      author: account(`angry-${String(i)}`, `Valdemar ${String(i)}`),
      text: 'A third? I am gone.',
      public: true,
      thread_key: 'prices',
      parent_external_id: 'prices',
      said_at: hours(2),
    })),
    ...Array.from({ length: 40 }, (_, i) => ({
      external_id: `gone-${String(i)}`,
      kind: 'unfollow',
      author: account(`angry-${String(i)}`, `Valdemar ${String(i)}`),
    })),
  ])
}

test('a cluster of un-follows is told at once, with what preceded it', async ({ people, company }) => {
  test.setTimeout(90_000)
  const door = await company.owner.door('Forum of those who leave')
  const agent = await people.agent(company.owner, '/inbox/owed')
  await upset(company.owner, door)
  const notice = agent.page.locator('.alert-banner')
  await expect(notice).toContainText('Forum of those who leave: many more people unfollow than usual', { timeout: 60_000 })
  await expect(notice).toContainText('40 since')
  await notice.getByRole('link', { name: 'What preceded it' }).click()
  await expect(agent.page.getByRole('heading', { level: 1 })).toContainText('many more people unfollow')
  const before = agent.page.locator('section').filter({ hasText: 'What preceded it' })
  await expect(before).toContainText('From Monday our repairs cost a third more.')
  await expect(before).toContainText('6 people answered')
  await expect(agent.page.getByText('Valdemar 39')).toBeVisible()
  const chart = agent.page.getByRole('slider')
  await chart.focus()
  await chart.press('End')
  // Another ten minutes may have begun since.
  if (!(await chart.getAttribute('aria-valuetext'))?.includes('40, usual')) await chart.press('ArrowLeft')
  await expect(chart).toHaveAttribute('aria-valuetext', /40, usual 0/)

  await agent.page.getByRole('button', { name: 'I am looking at it' }).click()
  await expect(agent.page.getByText(/Mira Duarte looked at it/)).toBeVisible()
  await agent.page.keyboard.press('g')
  await agent.page.keyboard.press('i')
  await agent.page.locator('.list-head').waitFor()
  await expect(notice).toHaveCount(0)
  await agent.page.keyboard.press('g')
  await agent.page.keyboard.press('a')
  await expect(agent.page.getByRole('listitem').filter({ hasText: 'Forum of those who leave' })).toBeVisible()
})

test('a notice can be hidden, and a partner hears nothing of it', async ({ people, company }) => {
  test.setTimeout(90_000)
  const partner = await company.owner.colleague('Leonor Vaz', 'leonor@callcentre.example', 'partner')
  const outside = await people.agent(partner, '/alerts')
  await expect(outside.page.getByRole('heading', { level: 1 })).toContainText('not for you')
  const door = await company.owner.door('Forum of hidden notices')
  const agent = await people.agent(company.owner, '/inbox/owed')
  await upset(company.owner, door)
  const notice = agent.page.locator('.alert-banner')
  await expect(notice).toContainText('Forum of hidden notices', { timeout: 60_000 })
  await notice.getByRole('button', { name: 'Hide this notice for me' }).click()
  await expect(notice).toHaveCount(0)
  await agent.page.reload()
  await agent.page.locator('.list-head').waitFor()
  await expect(notice).toHaveCount(0)
  await expect(outside.page.locator('.alert-banner')).toHaveCount(0)
})
