// How an answer stands on its way to a platform, and what an agent does about it.
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Api, type Inbox } from './support/api'
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { Server } from './support/server'
import { word } from './support/words'

// The company's own system: `says` 0 takes what comes and hangs up without a word.
class Shop {
  says = 200
  taken = 0
  private readonly server: HttpServer = createServer((request, response) => {
    request.resume().on('end', () => {
      if (this.says === 0) return void request.socket.destroy()
      if (this.says < 300) this.taken += 1
      response.writeHead(this.says, { 'Content-Type': 'application/json' })
      response.end(this.says < 300 ? JSON.stringify({ external_id: `own-${String(this.taken)}` }) : '{}')
    })
  })

  async connect(owner: Api, name: string): Promise<Inbox> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    const deliver_to = `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/heed`
    return owner.post<Inbox>('/api/v1/inboxes', { channel: 'api', name, settings: { deliver_to } })
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

const question = (id: string, text: string) => ({ external_id: id, author: { external_id: id, name: 'Joana Melo' }, text })

// A server of its own: on a busy machine the usual seconds may be over before the button is found.
test('an answer is taken back while it waits', async ({ people, guard }) => {
  guard.allow(/status of 409/)
  const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8', HEED_UNDO_SECONDS: '60' })
  const owner = new Api(server)
  await owner.setUp()
  const shop = new Shop()
  await owner.handOver(await shop.connect(owner, 'Shop of second thoughts'), [question('u1', 'Where is my first saddle?')])
  const agent = await people.agent(owner, '/inbox/open', { url: server.url })
  await agent.open('Where is my first saddle?')

  await agent.reply('It left on Tuseday')
  await expect(agent.thread).toContainText(/Leaves in/)
  await agent.thread.getByRole('button', { name: word('delivery.take_back') }).click()
  await expect(agent.replyBox).toHaveValue('It left on Tuseday')
  await expect(agent.thread).not.toContainText('Tuseday')
  await people.leave()
  shop.stop()
  await server.stop()
})

test('an answer is refused with a reason, and sent again', async ({ people, company }) => {
  const shop = new Shop()
  const inbox = await shop.connect(company.owner, 'Shop of answers')
  await company.owner.handOver(inbox, [question('d1', 'Where is my second saddle?')])
  const agent = await people.agent(company.owner, '/inbox/open')
  await agent.open('Where is my second saddle?')
  const { page, thread } = agent

  await test.step('refused', async () => {
    shop.says = 422
    await agent.reply('It left on Tuesday')
    await expect(thread.getByRole('button', { name: word('act.retry') })).toBeVisible()
    await expect(thread).toContainText('Not delivered')
    await look(page, 'delivery-failed')
    await page.setViewportSize({ width: 1440, height: 900 })
  })
  await test.step('sent again', async () => {
    shop.says = 200
    await thread.getByRole('button', { name: word('act.retry') }).click()
    await expect.poll(() => shop.taken, { timeout: 20_000 }).toBe(1)
    await expect(thread.locator('.msg.out .msg-foot')).toContainText('Sent')
    await expect(thread.getByRole('button', { name: word('act.retry') })).toHaveCount(0)
  })
  shop.stop()
})

test('the composer says why nothing can be answered', async ({ people, company }) => {
  const inbox = await company.owner.door('Shop that hears only')
  await company.owner.handOver(inbox, [question('d3', 'Where is my third pump?')])
  const agent = await people.agent(company.owner, '/inbox/open')
  await agent.open('Where is my third pump?')
  await expect(agent.page.locator('.composer-unable')).toContainText('No address is set')
  await agent.note('Asked the workshop')
  await expect(agent.thread).toContainText('Asked the workshop')
})
