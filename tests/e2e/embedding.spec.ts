// The loader on other people's pages: light, well-behaved under their rules, and deaf to whoever is not its own frame.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import type { Inbox } from './support/api'
import { faultsIn } from './support/axe'
import { expect, test as base } from './support/fixtures'
import { Visitor } from './support/visitor'

// A page of somebody else's, with rules of their own.
class Site {
  html = ''
  headers: Record<string, string> = {}
  private readonly server = createServer((request, response) => {
    if (request.url === '/')
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...this.headers }).end(this.html)
    else response.writeHead(204).end()
  })

  static async open(): Promise<Site> {
    const site = new Site()
    await new Promise<void>((resolve) => site.server.listen(0, '127.0.0.1', resolve))
    return site
  }

  // Another host than the server's, so that everything is cross-site.
  get origin(): string {
    return `http://localhost:${String((this.server.address() as AddressInfo).port)}`
  }

  show(body: string, language = 'en', dir = 'ltr'): void {
    this.html = `<!doctype html><html lang="${language}" dir="${dir}"><head><title>A shop</title></head><body><main><h1>A shop</h1>${body}</main></body></html>`
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

const test = base.extend<{ shop: Site }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names out of the pattern.
  shop: async ({}, use) => {
    const site = await Site.open()
    await use(site)
    site.close()
  },
})

const loader = (url: string, inbox: Inbox) => `<script src="${url}/chat.js" data-key="${inbox.key}" async></script>`

test('one small request before anybody shows intent', async ({ people, inbox }) => {
  const visitor = await people.visitor(inbox)
  const asked: string[] = []
  visitor.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await visitor.visit()
  await expect(visitor.launcher).toBeVisible()
  await visitor.page.waitForLoadState('networkidle')
  expect(asked.filter((path) => path === '/chat.js')).toHaveLength(1)
  expect(asked.filter((path) => /widget/.test(path))).toEqual([])
  await visitor.launcher.hover()
  await expect.poll(() => asked.filter((path) => path.startsWith('/widget/')).length).toBe(1)
  await visitor.launcher.click()
  await expect(visitor.box).toBeVisible()
  expect(asked.filter((path) => path.startsWith('/widget/'))).toHaveLength(1)
})

test('works on another origin under its strictest rules', async ({ people, company, shop }) => {
  const heed = company.server.url
  const inbox = await company.owner.inbox('Embedded', { sites: [shop.origin] })
  shop.show(loader(heed, inbox))
  shop.headers['Content-Security-Policy'] =
    `default-src 'none'; script-src ${heed}; frame-src ${heed}; require-trusted-types-for 'script'; trusted-types 'none'`
  const guest = await (await people.context()).newPage()
  await guest.goto(`${shop.origin}/`)
  const visitor = new Visitor(guest, heed, inbox.key)
  await visitor.launcher.click()
  await visitor.say('From another origin')
  await expect(visitor.log).toContainText('Delivered')
  expect(await faultsIn(guest)).toEqual([])

  // The panel's own cross closes it through the page.
  await visitor.panel.getByRole('button', { name: 'Close the chat' }).click()
  await expect(visitor.launcher).toHaveAttribute('aria-expanded', 'false')
  await expect(visitor.launcher).toBeFocused()
})

test('the line that the settings give is the line that works', async ({ people, company, shop }) => {
  const inbox = await company.owner.inbox('Copied', { sites: [shop.origin] })
  const agent = await people.agent(company.owner, `/settings/inboxes/${String(inbox.id)}`)
  shop.show(await agent.page.getByText('<script').innerText())
  const guest = await (await people.context()).newPage()
  await guest.goto(`${shop.origin}/`)
  const visitor = new Visitor(guest, company.server.url, inbox.key)
  await visitor.launcher.click()
  await expect(visitor.box).toBeVisible()
})

test('a page that the inbox does not name may not frame it', async ({ people, company, inbox, shop, guard }) => {
  guard.allow(/frame-ancestors|ancestor violates|ERR_BLOCKED_BY_RESPONSE/)
  shop.show(loader(company.server.url, inbox))
  const guest = await (await people.context()).newPage()
  await guest.goto(`${shop.origin}/`)
  const visitor = new Visitor(guest, company.server.url, inbox.key)
  await visitor.launcher.click()
  await expect(guest.locator('heed-chat iframe')).toBeVisible()
  await expect(visitor.box).toHaveCount(0)
})

test('a hostile page learns nothing and steers nothing', async ({ people, company, shop }) => {
  const heed = company.server.url
  const inbox = await company.owner.inbox('Hostile', { sites: [shop.origin] })
  const listener = `<script>window.heard = []; addEventListener('message', (event) => heard.push(JSON.stringify(event.data)))</script>`
  shop.show(`<iframe id="other" srcdoc="<p>other</p>" title="other"></iframe>${listener}${loader(heed, inbox)}`)
  const guest = await (await people.context()).newPage()
  await guest.goto(`${shop.origin}/`)
  const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  const visitor = new Visitor(guest, heed, inbox.key)
  await visitor.launcher.click()
  await visitor.say('my secret is 4711')
  await expect(visitor.log).toContainText('Delivered')
  await company.owner.reply(await company.owner.only(inbox), 'your secret is safe')
  await expect(visitor.log).toContainText('your secret is safe')

  // Messages of the page itself, and of another frame in it, as if they came from the panel.
  await guest.evaluate((origin) => {
    for (const heed of ['close', 'unread']) {
      postMessage({ heed, n: 7 }, '*')
      document.querySelector<HTMLIFrameElement>('#other')?.contentWindow?.postMessage({ heed }, '*')
      dispatchEvent(new MessageEvent('message', { data: { heed, n: 7 }, origin }))
    }
  }, heed)
  await expect
    .poll(async () => (await heard(guest)).filter((text) => text.includes('"n":7')).length)
    .toBeGreaterThanOrEqual(4)
  await expect(visitor.launcher).toHaveAttribute('aria-expanded', 'true')

  // And what the panel told the page: nothing of what was said, no token.
  expect((await heard(guest)).join('\n')).not.toMatch(/secret|visitor_|4711/)

  // The same frame, naming another page than the one that it is on, tells and obeys nobody.
  shop.show(listener)
  const other = await (await people.context()).newPage()
  await other.goto(`${shop.origin}/`)
  await other.evaluate((address) => {
    const frame = document.createElement('iframe')
    frame.src = address
    frame.title = 'chat'
    document.body.append(frame)
  }, `${heed}/widget/${inbox.key}#host=https://bank.example`)
  await expect(other.frameLocator('iframe[title="chat"]').getByText('Hello. What can we do for you?')).toBeVisible()
  expect(await heard(other)).toEqual([])
})

test('speaks the language of the page it stands on, in its direction', async ({ people, company, shop }) => {
  const inbox = await company.owner.inbox('Languages', { sites: [shop.origin] })
  const guest = await (await people.context()).newPage()
  for (const [language, dir, words] of [
    ['pt-BR', 'ltr', 'A sua mensagem'],
    ['de', 'ltr', 'Ihre Nachricht'],
    ['fr', 'ltr', 'Votre message'],
    ['es', 'ltr', 'Su mensaje'],
    ['ar', 'rtl', 'رسالتك'],
    ['ja', 'ltr', 'Your message'],
  ] as const) {
    shop.show(loader(company.server.url, inbox), language, dir)
    await guest.goto(`${shop.origin}/`)
    const visitor = new Visitor(guest, company.server.url, inbox.key)
    await visitor.launcher.click()
    await expect(visitor.panel.getByLabel(words)).toBeVisible()
    await expect(visitor.panel.locator('html')).toHaveAttribute('dir', dir)
    await visitor.launcher.click()
  }
})
