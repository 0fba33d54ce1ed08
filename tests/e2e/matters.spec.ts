// What belongs together: two conversations merged and taken apart again, one split in two, and a case across two channels.
import type { Api, Conversation, Inbox } from './support/api'
import { expect, test } from './support/fixtures'
import { word } from './support/words'

// Nilza, who has opened two threads of the company's own forum.
async function twoThreads(owner: Api, door: Inbox): Promise<[Conversation, Conversation]> {
  const author = { external_id: `nilza-${String(door.id)}`, name: 'Nilza Prates' }
  const say = (external_id: string, thread_key: string, text: string, said_at: string) => ({
    external_id,
    thread_key,
    text,
    author,
    said_at,
  })
  const { status } = await owner.handOver(door, [
    say('a1', 'a', 'The saddle of my tandem squeaks', '2026-03-02T09:00:00Z'),
    say('a2', 'a', 'And where is my invoice?', '2026-03-02T09:10:00Z'),
    say('b1', 'b', 'It still squeaks', '2026-03-02T10:00:00Z'),
  ])
  expect(status).toBe(200)
  const all = await owner.conversations(door)
  const of = (text: string) => all.find(({ last_text }) => last_text === text)
  const [first, second] = [of('And where is my invoice?'), of('It still squeaks')]
  if (!first || !second) throw new Error('two conversations were expected')
  return [first, second]
}

test('merge, undo, split, and a case across two channels', async ({ people, company, inbox }) => {
  const { owner } = company
  const door = await owner.door(`Forum ${String(inbox.id)}`)
  const [first, second] = await twoThreads(owner, door)
  const chat = await owner.visitorSays(inbox, ['Nilza here: the squeaking saddle, see the forum'], { name: 'Nilza P.' })
  const agent = await people.agent(owner, `/inbox/all/${String(second.id)}`)
  const watcher = await people.agent(owner, `/inbox/all/${String(first.id)}`)
  const { page } = agent
  const dialog = page.getByRole('dialog')
  const texts = ['The saddle of my tandem squeaks', 'And where is my invoice?']

  // Merged with three keys; who looks at the other conversation sees the words come.
  await expect(agent.thread).toContainText('It still squeaks')
  await expect(watcher.thread).toContainText(texts[1] ?? '')
  await page.keyboard.press('m')
  await expect(dialog).toContainText('You can undo it')
  await page.keyboard.type('saddle')
  await expect(dialog.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(String(first.id)))
  await expect.poll(() => agent.texts()).toEqual([...texts, 'It still squeaks'])
  await expect.poll(() => watcher.texts()).toEqual([...texts, 'It still squeaks'])
  await expect(watcher.page.locator('.moved')).toContainText('merged another conversation into this one: one message')

  // The one that is gone leads there.
  await watcher.go(`/inbox/all/${String(second.id)}`)
  await expect(watcher.page.getByText(word('merged.title'))).toBeVisible()
  await watcher.page.getByRole('link', { name: word('merged.go') }).click()
  await expect(watcher.thread).toContainText('It still squeaks')

  // Undone: everything stands where it stood.
  await page.keyboard.press('z')
  await expect(page).toHaveURL(new RegExp(String(second.id)))
  await expect.poll(() => agent.texts()).toEqual(['It still squeaks'])
  await expect.poll(() => watcher.texts()).toEqual(texts)
  await expect(watcher.page.locator('.moved')).toHaveCount(0)

  // Split by the keyboard.
  await agent.go(`/inbox/all/${String(first.id)}`)
  await expect(agent.thread).toContainText(texts[1] ?? '')
  await page.keyboard.press('x')
  const invoice = page.getByRole('checkbox', { name: /invoice/ })
  await expect(invoice).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('checkbox', { name: /saddle/ })).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(page.getByText(word('split.nothing_left'))).toBeVisible()
  await page.getByRole('checkbox', { name: /saddle/ }).uncheck()
  await agent.button('split.do').click()
  await expect(page.locator('.moved')).toContainText('split one message off')
  await expect.poll(() => agent.texts()).toEqual(texts.slice(0, 1))
  await page
    .locator('.moved')
    .getByRole('link', { name: word('move.open') })
    .click()
  await expect.poll(() => agent.texts()).toEqual(texts.slice(1))

  // A case of the forum and the chat, found by its words.
  await agent.go(`/inbox/all/${String(first.id)}`)
  await agent.button('key.link_case').click()
  await page.getByPlaceholder(word('case.placeholder')).fill('squeaking saddle')
  await dialog.getByRole('option', { name: /see the forum/ }).click()
  await dialog.getByLabel(word('case.title_label')).fill('The squeaking saddle')
  await agent.button('case.open').click()
  const section = page.getByRole('region', { name: word('case.label') })
  await expect(section).toContainText('The squeaking saddle')
  await expect(section.getByRole('listitem')).toContainText('see the forum')
  await section.getByRole('link', { name: /see the forum/ }).click()
  await expect(page).toHaveURL(new RegExp(String(chat.id)))
  await expect(section.getByRole('listitem')).toContainText('The saddle of my tandem squeaks')

  // A second one of hers, then out again, and back.
  const watched = watcher.page.getByRole('region', { name: word('case.label') })
  await expect(watched.getByRole('listitem')).toContainText('see the forum')
  await page.keyboard.press('l')
  await page.getByPlaceholder(word('case.placeholder')).fill('still squeaks')
  await dialog.getByRole('option', { name: /still squeaks/ }).click()
  await expect(section.getByRole('listitem')).toHaveCount(2)
  await expect(watched.getByRole('listitem')).toHaveCount(2)
  await section.getByRole('button', { name: word('case.take_out_one', { text: 'It still squeaks' }) }).click()
  await expect(section.getByRole('listitem')).toHaveCount(1)
  await expect(watched.getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('z')
  await expect(section.getByRole('listitem')).toHaveCount(2)
  await expect(watched.getByRole('listitem')).toHaveCount(2)
})

test('a partner sees of a case what is theirs', async ({ people, company, inbox }) => {
  const { owner } = company
  const own = await owner.colleague('Pia Lund', `pia.${String(inbox.id)}@partner.example`, 'partner')
  const { items } = await owner.get<{ items: { id: number; email: string }[] }>('/api/v1/users')
  const pia = items.find(({ email }) => email.startsWith(`pia.${String(inbox.id)}@`))
  const team = await owner.post<{ id: number }>('/api/v1/teams', {
    name: `North ${String(inbox.id)}`,
    partner: true,
    member_ids: [pia?.id],
  })
  const ours = await owner.visitorSays(inbox, ['The hub of my cargo bike is loose'])
  const theirs = await owner.visitorSays(inbox, ['My cargo bike came without a hub'])
  await owner.post(`/api/v1/conversations/${String(theirs.id)}/assignment`, { team_id: team.id })
  await owner.post('/api/v1/cases', { title: 'Loose hubs', conversation_ids: [ours.id, theirs.id] })
  const partner = await people.agent(own, `/inbox/all/${String(theirs.id)}`)
  const section = partner.page.getByRole('region', { name: word('case.label') })
  await expect(section).toContainText('Loose hubs')
  await expect(section).toContainText('No other conversation is in it yet.')
  await expect(partner.page.getByText('is loose')).toHaveCount(0)
})
