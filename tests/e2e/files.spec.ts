// Files that come with messages: pictures opened large, sound and film played, everything else saved.
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'
import { Api, type Inbox } from './support/api'
import { expect, People, test as base } from './support/fixtures'
import { look } from './support/look'
import { Server } from './support/server'

// A picture of two colours that run into each other.
function picture(width: number, height: number, from: number[], to: number[]): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const mix = (i: number) => Math.round((from[i] ?? 0) + (((to[i] ?? 0) - (from[i] ?? 0)) * y) / height)
    return Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([mix(0), mix(1), mix(2)]))])
  })
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const magic = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  const pixels = deflateSync(Buffer.concat(rows))
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

interface Shop {
  server: Server
  owner: Api
  people: People
  door: Inbox
  files: string // Where files lie, of another company's server.
}

const stored: Record<string, [type: string, bytes: Buffer]> = {
  '/mudguard.png': ['image/png', picture(640, 420, [14, 90, 102], [240, 190, 98])],
  '/brakes.png': ['image/png', picture(300, 600, [91, 26, 102], [255, 159, 107])],
  '/invoice.pdf': ['application/pdf', Buffer.from('%PDF-1.4 an invoice')],
}

const test = base.extend<{ shop: Shop }>({
  shop: async ({ browser, guard }, use) => {
    const there: HttpServer = createServer((request, response) => {
      const [type, bytes] = stored[request.url ?? ''] ?? []
      if (type) response.writeHead(200, { 'Content-Type': type }).end(bytes)
      else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('gone')
    })
    await new Promise<void>((resolve) => there.listen(0, '127.0.0.1', resolve))
    const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8' })
    const people = new People(browser, guard, server.url)
    const owner = new Api(server)
    await owner.setUp()
    const files = `http://127.0.0.1:${String((there.address() as AddressInfo).port)}`
    await use({ server, owner, people, door: await owner.door('Forum'), files })
    await people.leave()
    await server.stop()
    there.closeAllConnections()
    there.close()
  },
})

const author = { external_id: 'ana', name: 'Ana Silva' }

function withFiles({ files }: Shop, id: string, text: string): object {
  return {
    external_id: id,
    author,
    thread_key: 'a',
    subject: 'Bent mudguard, order 48-2210',
    text,
    attachments: [
      {
        url: `${files}/mudguard.png`,
        name: 'mudguard.png',
        type: 'image/png',
        description: 'The mudguard, bent to the left',
      },
      { url: `${files}/brakes.png`, name: 'brakes.png', type: 'image/png' },
      { url: `${files}/invoice.pdf`, name: 'invoice.pdf', type: 'application/pdf', size: 1_234_567 },
      { url: `${files}/gone.zip`, name: 'log of the ride.zip', type: 'application/zip' },
      { url: `${files}/gone.png`, name: 'gone.png', type: 'image/png' },
    ],
  }
}

test('pictures open large, files are saved, and what cannot be had says why', async ({ shop, guard }) => {
  const { owner, people, door } = shop
  guard.allow(/status of (404|502|503)/)
  await owner.handOver(door, [withFiles(shop, 'f1', 'See the pictures')])
  const agent = await people.agent(owner, '/inbox/open')
  await agent.open('See the pictures')
  const { page, thread } = agent
  await expect(thread).toContainText('Bent mudguard, order 48-2210')

  await test.step('pictures, by keyboard', async () => {
    const thumbs = thread.locator('.thumb')
    await expect(thumbs).toHaveCount(2)
    await expect(thread.getByRole('img', { name: 'The mudguard, bent to the left' })).toBeVisible()
    await thumbs.first().focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('img', { name: 'The mudguard, bent to the left' })).toBeVisible()
    await expect(dialog).toContainText('1 of 2')
    await page.keyboard.press('ArrowRight')
    await expect(dialog.getByRole('img', { name: 'brakes.png' })).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await expect(dialog).toContainText('1 of 2')
    await look(page, 'files-viewer', { sizes: ['desk', 'phone'] })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(thumbs.first()).toBeFocused()
  })
  await test.step('a file', async () => {
    const link = thread.getByRole('link', { name: /Download: invoice.pdf/ })
    await expect(link).toContainText('PDF, 1.2 MB')
    const coming = page.waitForEvent('download')
    await link.click()
    expect((await coming).suggestedFilename()).toBe('invoice.pdf')
  })
  await test.step('what is gone there', async () => {
    await expect(thread.locator('.file-fault')).toHaveCount(1)
    await thread.getByRole('link', { name: /Download: log of the ride.zip/ }).click()
    await expect(thread.locator('.file-fault')).toHaveCount(2)
    await expect(thread.locator('.file-fault').first()).not.toHaveText('')
  })
  await look(page, 'files')
  await page.goto(`${shop.server.url}/inbox/open?lang=ar`)
  await agent.open('See the pictures')
  await look(page, 'files-ar', { sizes: ['phone'] })
})

test('files come with what arrives live, and stay with what is edited', async ({ shop, guard }) => {
  const { owner, people, door } = shop
  guard.allow(/status of (404|502|503)/)
  await owner.handOver(door, [{ external_id: 'l1', author, thread_key: 'a', text: 'I will send pictures' }])
  const agent = await people.agent(owner, '/inbox/open')
  await agent.open('I will send pictures')
  await owner.handOver(door, [withFiles(shop, 'l2', 'Here they are')])
  await expect(agent.thread).toContainText('Here they are')
  await expect(agent.thread.locator('.thumb')).toHaveCount(2)
  await owner.handOver(door, [
    { external_id: 'e1', kind: 'edit', author, target_external_id: 'l2', text: 'Here they are, all of them' },
  ])
  await expect(agent.thread).toContainText('all of them')
  await expect(agent.thread.locator('.thumb')).toHaveCount(2)
  await owner.handOver(door, [{ external_id: 'x1', kind: 'deletion', target_external_id: 'l2' }])
  await expect(agent.thread.locator('.thumb')).toHaveCount(0)
})
