// What is written for the team stays in the team: not on the visitor's screen, and not on the wire to their browser.
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures'

// Everything the browser was sent.
function listen(page: Page): { heard: string[]; done: () => Promise<unknown> } {
  const heard: string[] = []
  const bodies: Promise<unknown>[] = []
  page.on('response', (response) => {
    bodies.push(
      response.text().then(
        (text) => heard.push(text),
        () => undefined,
      ),
    )
  })
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(payload.toString())))
  return { heard, done: () => Promise.all(bodies) }
}

test('a note never reaches the visitor', async ({ people, company, inbox }) => {
  const secret = 'canary-5f1c: be careful, they sued us last year'
  const agent = await people.agent(company.owner)
  const visitor = await people.visitor(inbox)
  const wire = listen(visitor.page)
  await visitor.open()
  await visitor.say('Where is my order?')
  await agent.open('Where is my order?')
  await agent.note(secret)
  await expect(agent.thread).toContainText(secret)
  // Said after the note; once it is here, the note had its time to come too.
  await agent.reply('On its way.')
  await expect(visitor.log).toContainText('On its way.')
  await visitor.page.reload()
  await expect(visitor.log).toContainText('On its way.')
  expect(await visitor.texts()).toEqual(['Where is my order?', 'On its way.'])
  await wire.done()
  expect(wire.heard.join('\n')).toContain('On its way.')
  expect(wire.heard.join('\n')).not.toContain('canary')
})

test('a note is seen to be one', async ({ people, company, inbox }) => {
  await company.owner.visitorSays(inbox, ['May I bring my dog?'])
  const agent = await people.agent(company.owner)
  await agent.open('May I bring my dog?')
  await agent.note('Dogs are fine on Tuesdays')
  await expect(agent.thread.locator('.msg.note')).toContainText('Dogs are fine on Tuesdays')
  // A note is no answer: the clock goes on.
  await expect(agent.clock).toBeVisible()
  const [conversation] = await company.owner.conversations(inbox)
  expect(conversation?.owed).toBe(true)
})
