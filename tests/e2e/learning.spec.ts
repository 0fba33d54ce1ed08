// What people put right is learnt: too little at first, then learnt at a click, proved on what was held back, in use from the next
// message on, explained, and taken back.
import { Api } from './support/api'
import { expect, People, test } from './support/fixtures'
import { look } from './support/look'
import { Server } from './support/server'
import { word } from './support/words'
import type { components } from '@heed/api/schema'

type Schemas = components['schemas']

// What this company's customers write, and what its people say that it is.
const kinds = [
  { text: 'the moon lamp flickers', is: { intents: ['flicker'], urgency: 2, sentiment: 'negative' } },
  { text: 'it went to the wrong harbour', is: { intents: ['delivery', 'complaint'], urgency: 1, sentiment: 'negative' } },
  { text: 'glowing beautifully at night', is: { intents: ['praise'], urgency: 0, sentiment: 'positive' } },
]
const openings = ['Hello,', 'Good morning,', 'Again:', 'By the way,', 'My neighbour says', 'For days now', 'As I wrote,']
const closings = ['in the kitchen.', 'at my place.', 'as always.', 'since Monday.', 'in the hall.']
const said = (i: number) =>
  [openings[i % openings.length], kinds[i % kinds.length]?.text, closings[i % closings.length]].join(' ')

// Every message of the conversation, once it was read.
async function readMessages(api: Api, conversation: number): Promise<Schemas['Message'][]> {
  const found: Schemas['Message'][] = []
  let cursor = ''
  do {
    const path = `/api/v1/conversations/${String(conversation)}/messages?limit=100${cursor}`
    const page = await api.get<Schemas['MessagePage']>(path)
    found.push(...page.items)
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : ''
  } while (cursor)
  return found
}

test('what people put right is learnt, and can be taken back', async ({ browser, guard }) => {
  test.setTimeout(300_000)
  guard.allow(/status of 409/)
  const server = await Server.start()
  const people = new People(browser, guard, server.url)
  const owner = new Api(server)
  await owner.setUp()
  try {
    const door = await owner.door('Lamps')
    const hear = (name: string, texts: string[]) =>
      owner.handOver(
        door,
        texts.map((text, i) => ({
          external_id: `${name}-${String(i)}`,
          author: { external_id: name, name },
          thread_key: name,
          text,
        })),
      )

    // Too little at first; and an intent of their own, known from examples alone.
    const agent = await people.agent(owner, '/settings/triage')
    const { page } = agent
    const learning = page.locator('.learning')
    await expect(learning.locator('progress')).toBeVisible()
    await expect(learning.getByText(word('triage.learning.few'))).toBeVisible()
    await look(page, 'triage-learning-empty')
    expect((await owner.call('POST', '/api/v1/triage/learning/training')).status).toBe(409)
    await agent.go('/settings/triage/words')
    await agent.button('triage.words.add_intent').click()
    await page.getByLabel(word('triage.about.intent')).fill('flicker')
    await agent.button('form.save').click()
    await expect(page.getByText(word('triage.words.saved'))).toBeVisible()

    await hear(
      'Teacher',
      Array.from({ length: 180 }, (_, i) => said(i)),
    )
    const talk = await owner.only(door)
    let messages: Schemas['Message'][] = []
    await expect(async () => {
      messages = await readMessages(owner, talk.id)
      expect(messages.filter(({ triage }) => triage !== null)).toHaveLength(180)
    }).toPass({ timeout: 60_000 })
    for (const { id, text } of messages) {
      const kind = kinds.find((one) => text.includes(one.text))
      await owner.post(`/api/v1/messages/${String(id)}/triage/corrections`, kind?.is ?? {})
    }

    // Learnt at a click.
    await page.setViewportSize({ width: 1440, height: 900 })
    await agent.go('/settings/triage')
    await agent.button('triage.learning.now').click()
    await expect(learning.getByText(word('triage.learning.promoted'))).toBeVisible({ timeout: 120_000 })
    await expect(learning.locator('.chart-row')).not.toHaveCount(0)
    await learning.locator('summary').click()
    await learning.scrollIntoViewIfNeeded()
    await look(page, 'triage-learning')
    const arabic = await people.agent(owner, '/settings/triage', { locale: 'ar' })
    await arabic.page.locator('.learning summary').click()
    await arabic.page.locator('.learning').scrollIntoViewIfNeeded()
    await look(arabic.page, 'triage-learning-rtl')
    await page.setViewportSize({ width: 1440, height: 900 })

    // It counts from the next message on, and says so.
    const flickers = 'Good evening, the moon lamp flickers here too'
    await hear('Ann', [flickers])
    await agent.go('/inbox/all')
    await agent.open(flickers)
    await expect(page.locator('.tri').last().locator('.tri-chip.flicker')).toBeVisible()
    await page.keyboard.press('w')
    const why = page.getByRole('region', { name: word('triage.why_title') })
    await expect(why.getByText(word('triage.why_learnt')).first()).toBeVisible()

    // And back, and forth again.
    await agent.go('/settings/triage')
    await agent.button('triage.learning.back').click()
    await expect(learning.getByText(word('triage.learning.none'))).toBeVisible()
    await hear('Bea', ['Good night, the moon lamp flickers here as well'])
    await agent.go('/inbox/all')
    await agent.open('flickers here as well')
    await expect(page.locator('.tri').last()).toBeVisible()
    await expect(page.locator('.tri').last().locator('.tri-chip.flicker')).toHaveCount(0)
    await agent.go('/settings/triage')
    await learning.locator('summary').click()
    await agent.button('triage.learning.choose').click()
    await expect(learning.getByText(word('triage.learning.serves'))).toBeVisible()
    await page.keyboard.press('z')
    await expect(learning.getByText(word('triage.learning.none'))).toBeVisible()

    // A lead sees it, and may change nothing.
    const lead = await people.agent(await owner.colleague('Tom', 'tom@lisbonbikes.example', 'lead'), '/settings/triage')
    await expect(lead.page.locator('.learning-now')).toBeVisible()
    await expect(lead.button('triage.learning.now')).toHaveCount(0)
  } finally {
    await people.leave()
    await server.stop()
  }
})
