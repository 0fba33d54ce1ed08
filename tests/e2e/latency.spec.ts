// From the visitor's Enter to the agent's painted screen, on the clock that both browsers share. Printed, not judged: the
// machine that runs this may be busy.
import type { BrowserContext } from '@playwright/test'
import { expect, test } from './support/fixtures'

interface Marks {
  marks: Record<string, number>
}

// Notes when Enter is pressed on a text.
function noteSent(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => {
    const own = window as unknown as Marks
    own.marks = {}
    addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLTextAreaElement)
          own.marks[event.target.value] = performance.timeOrigin + performance.now()
      },
      true,
    )
  })
}

// Notes when a text has been painted.
function notePainted(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => {
    const own = window as unknown as Marks
    own.marks = {}
    const look = (node: Node): void => {
      for (const [text] of node.textContent?.matchAll(/measure \d+\./g) ?? []) {
        if (own.marks[text] !== undefined) continue
        own.marks[text] = 0
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => (own.marks[text] = performance.timeOrigin + performance.now())
          channel.port2.postMessage(0)
        })
      }
    }
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (target.nodeType === Node.TEXT_NODE) look(target)
        addedNodes.forEach(look)
      }
    }).observe(document, { subtree: true, childList: true, characterData: true })
  })
}

test('from the visitor to the agent’s screen', async ({ people, company, inbox }) => {
  const kMessages = 40
  const agent = await people.agent(company.owner)
  await notePainted(agent.page.context())
  await agent.page.reload()
  const sent: Record<string, number> = {}

  // Two visitors: one alone would meet the limit on how fast one may write.
  for (const half of [0, 1]) {
    const visitor = await people.visitor(inbox)
    await noteSent(visitor.page.context())
    await visitor.open()
    await visitor.say(`I am visitor ${String(half)}`)
    await agent.open(`I am visitor ${String(half)}`)
    for (let i = 0; i < kMessages / 2; i += 1) {
      const text = `measure ${String(half * 100 + i)}.`
      await visitor.say(text)
      await expect(agent.thread).toContainText(text)
    }
    Object.assign(sent, await visitor.frame().evaluate(() => (window as unknown as Marks).marks))
  }

  const painted = await agent.page.evaluate(() => (window as unknown as Marks).marks)
  const took = Object.entries(painted)
    .map(([text, at]) => at - (sent[text] ?? Number.NaN))
    .sort((a, b) => a - b)
  expect(took).toHaveLength(kMessages)
  expect(took.every((ms) => ms > 0)).toBe(true)
  const at = (share: number) => (took[Math.ceil(share * took.length) - 1] ?? Number.NaN).toFixed(0)
  console.log(
    `measured: visitor to agent's screen, ${String(kMessages)} messages: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`,
  )
})
