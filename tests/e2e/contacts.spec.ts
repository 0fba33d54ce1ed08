// A person's page: where they are and how followed, what they suffered, and what happened, live.
import type { Api, Inbox } from './support/api'
import { expect, test } from './support/fixtures'
import { look, sizes } from './support/look'
import { word } from './support/words'

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

// Somebody who wrote, was answered and wrote again, and whose following grew; gives their page.
async function makePerson(owner: Api, door: Inbox, name: string): Promise<string> {
  const id = name.toLowerCase().replace(' ', '-')
  const author = (followers: number) => ({
    external_id: id,
    name,
    handle: `@${id}`,
    followers,
    verified: true,
    language: 'pt',
  })
  const hand = (items: object[]) => owner.handOver(door, items)
  const said = { public: true, thread_key: id }
  await hand([
    { external_id: `${id}-1`, author: author(1200), text: 'Does the tunnel bell fit the Graça?', said_at: ago(96), ...said },
    { external_id: `${id}-2`, author: author(1650), kind: 'follow', said_at: ago(71) },
    { external_id: `${id}-3`, author: author(1480), kind: 'like', target_external_id: `${id}-1`, said_at: ago(48) },
    {
      external_id: `${id}-4`,
      own: true,
      author: { external_id: 'us', handle: '@bikes' },
      text: 'It does.',
      parent_external_id: `${id}-1`,
      said_at: ago(40),
      ...said,
    },
  ])
  const talk = await owner.conversationOf(door, 'It does.')
  await owner.post(`/api/v1/conversations/${String(talk.id)}/status`, { status: 'resolved' })
  await hand([{ external_id: `${id}-5`, author: author(2310), text: 'It does not, sorry.', said_at: ago(1), ...said }])
  return `/contacts/${String(talk.contact_id)}`
}

test('a person has one page with profile, strikes and all that happened', async ({ people, company }) => {
  const door = await company.owner.door('Bell forum')
  const path = await makePerson(company.owner, door, 'Noor Bellman')
  const agent = await people.agent(company.owner, path)
  const { page } = agent
  await expect(page.locator('.identity')).toContainText('@noor-bellman')
  await expect(page.locator('.identity')).toContainText('2,310 followers')
  await expect(page.getByRole('img', { name: word('contact.verified') })).toBeVisible()
  await expect(page.locator('.identity svg[role=img][aria-label*="1,200"][aria-label*="2,310"]')).toBeVisible()
  await expect(page.locator('.strikes')).toContainText('after we had closed it')
  const moments = page.locator('.moment .moment-word')
  await expect(moments).toHaveText([
    word('strike.reopened'),
    word('did.like'),
    word('did.follow'),
    word('moment.conversation'),
  ])
  // What they do shows at once.
  const author = { external_id: 'noor-bellman' }
  await company.owner.handOver(door, [{ external_id: 'noor-6', kind: 'unfollow', author }])
  await expect(moments.first()).toHaveText(word('did.unfollow'))
  // From what they liked to where it was said, with them in brief beside it.
  await page
    .locator('.moment', { has: page.getByText(word('did.like')) })
    .getByRole('link')
    .click()
  await expect(agent.thread).toContainText('It does not, sorry.')
  const panel = page.locator('.panel')
  await expect(panel).toContainText('2,310 followers')
  await expect(panel.locator('.strikes')).toBeVisible()
  await expect(panel.locator('.moment-word').first()).toHaveText(word('did.unfollow'))
})

test('two handles are one person on proof, by hand, and two again', async ({ people, company }) => {
  test.setTimeout(60_000)
  const door = await company.owner.door('Tandem desk')
  const says = (external_id: string, id: string, name: string, proof: object = {}) =>
    company.owner.handOver(door, [{ external_id, author: { external_id: id, name, ...proof }, text: `${name} writes` }])
  const proof = { verified_email: 'ottoline@example.org' }
  await says('tan-1', 'tan-a', 'Ottoline Tandem', proof)
  await says('tan-2', 'tan-b', 'O. Tandem')
  await says('tan-3', 'tan-c', 'Quentin Tandem')
  const talk = await company.owner.conversationOf(door, 'Ottoline Tandem writes')
  const agent = await people.agent(company.owner, `/contacts/${String(talk.contact_id)}`)
  const { page } = agent
  const cards = page.locator('.identity .profile')
  await expect(cards).toHaveCount(1)
  await expect(page.locator('.identities')).toContainText('ottoline@example.org')
  // Proof: while the page is open.
  await says('tan-4', 'tan-b', 'O. Tandem', proof)
  await expect(cards).toHaveCount(2)
  await expect(page.locator('.moment-word').filter({ hasText: word('joined.proof') })).toBeVisible()
  await look(page, 'contact-joined')
  await page.setViewportSize(sizes.desk)
  // By hand, and back.
  await page.getByRole('button', { name: word('contact.same_as') }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Quentin')
  await expect(page.getByRole('option', { name: /Quentin Tandem/ })).toBeVisible()
  await look(page, 'contact-same-as', { sizes: ['desk'] })
  await page.getByRole('option', { name: /Quentin Tandem/ }).click()
  await expect(cards).toHaveCount(3)
  await page.getByRole('button', { name: word('act.undo') }).click()
  await expect(cards).toHaveCount(2)
  // A proof that was wrong.
  await page.getByRole('button', { name: word('contact.somebody_else_of', { name: 'O. Tandem' }) }).click()
  await expect(cards).toHaveCount(1)
  await says('tan-5', 'tan-b', 'O. Tandem', proof)
  await expect
    .poll(async () => (await company.owner.conversationOf(door, 'O. Tandem writes')).contact_id)
    .not.toBe(talk.contact_id)
  await expect(cards).toHaveCount(1)
})

for (const language of ['en', 'ar']) {
  test(`the page looks right, ${language}`, async ({ people, company }) => {
    test.setTimeout(120_000)
    const end = language === 'en' ? '' : '-rtl'
    const door = await company.owner.door(`Gong forum ${language}`)
    const path = await makePerson(company.owner, door, `Gongolo ${language}`)
    const agent = await people.agent(company.owner, path, { locale: language === 'ar' ? 'ar' : 'en-GB' })
    await expect(agent.page.locator('.moment')).toHaveCount(4)
    await expect(agent.page.locator('.chart-line')).toBeVisible()
    await look(agent.page, `contact-history${end}`)
    await agent.page.setViewportSize({ width: 1440, height: 900 })
    await agent.page
      .locator('.moment', { has: agent.page.locator('a') })
      .first()
      .getByRole('link')
      .click()
    await expect(agent.page.locator('.panel .moment').first()).toBeVisible()
    await look(agent.page, `conversation-person${end}`, { sizes: ['desk'] })
  })
}
