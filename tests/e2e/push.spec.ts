// Told by name while Heed is closed: this browser is registered, what is for its user reaches its push service sealed, and its worker
// shows it; signing out ends it.
import { expect, test as base } from './support/fixtures'
import { look } from './support/look'
import { PushService } from './support/push_service'
import { word } from './support/words'

const test = base.extend<{ service: PushService }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names out of the pattern.
  service: async ({}, use) => {
    const service = await PushService.start()
    await use(service)
    service.stop()
  },
})

const kClosed = /^Tell me here also when Heed is closed/

interface Me {
  user: { id: number }
}
interface Push {
  browsers: { name: string }[]
}

test('a browser is told by name while Heed is closed there', async ({ people, company, service }) => {
  test.setTimeout(120_000)
  const inbox = await company.owner.inbox('Shop of the closed')
  const mia = await company.owner.colleague('Mia Pushed', 'mia.pushed@lisbonbikes.example')
  const me = await mia.get<Me>('/api/v1/session')
  const context = await people.context({ permissions: ['notifications'] })
  await context.addCookies(mia.cookies)
  await service.serve(context)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(company.server.url) && !isDeleted)
      if (found) resolve(found.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')

  await page.goto(`${company.server.url}/settings/me`)
  const box = page.getByRole('checkbox', { name: kClosed })
  await box.check()
  await expect(box).toBeChecked()
  await expect.poll(async () => (await mia.get<Push>('/api/v1/push')).browsers.length).toBe(1)
  await page.reload()
  await expect(box).toBeChecked()
  await look(page, 'push')

  // Given a conversation by a colleague: its service gets it, sealed and signed.
  await page.goto('about:blank')
  const talk = await company.owner.visitorSays(inbox, ['My card is 4111 1111'], { name: 'Pia Neves' })
  await company.owner.post(`/api/v1/conversations/${String(talk.id)}/assignment`, { user_id: me.user.id })
  await expect.poll(() => service.delivered.length, { timeout: 15_000 }).toBe(1)
  const [first] = service.delivered
  if (!first) throw new Error('nothing was delivered')
  expect(JSON.parse(first.text)).toMatchObject({ cause: 'assigned', name: 'Pia Neves', conversation_id: talk.id })
  expect(first.text).not.toContain('4111')
  expect(service.proves(first)).toBe(true)

  // The worker shows it, and leads to the conversation.
  const registrationId = await registered
  const origin = company.server.url
  await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: first.text })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const shown = () =>
    worker.evaluate(async () => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration }
      const all = await registration.getNotifications()
      return all.map(({ title, body, tag, data }) => ({ title, body, tag, data: data as unknown }))
    })
  await expect.poll(shown).toMatchObject([{ body: 'Pia Neves', data: { path: `/c/${String(talk.id)}` } }])

  // In front of somebody, the page itself says it.
  await page.goto(`${company.server.url}/told`)
  const second = { ...(JSON.parse(first.text) as object), id: 999_999 }
  await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(second) })
  expect(await shown()).toHaveLength(1)

  // Whoever signs out is told nothing more here.
  await page.goto(`${company.server.url}/settings/me`)
  await page
    .getByRole('button', { name: word('me.sign_out') })
    .first()
    .click()
  await page.waitForURL('**/login')
})

test('a browser that the service no longer knows is forgotten', async ({ people, company, service }) => {
  const joe = await company.owner.colleague('Joe Pushed', 'joe.pushed@lisbonbikes.example')
  const me = await joe.get<Me>('/api/v1/session')
  const inbox = await company.owner.inbox('Shop of the gone')
  const context = await people.context({ permissions: ['notifications'] })
  await context.addCookies(joe.cookies)
  await service.serve(context)
  const page = await context.newPage()
  await page.goto(`${company.server.url}/settings/me`)
  await page.getByRole('checkbox', { name: kClosed }).check()
  await expect.poll(async () => (await joe.get<Push>('/api/v1/push')).browsers.length).toBe(1)
  await page.goto('about:blank')
  service.status = 410
  const talk = await company.owner.visitorSays(inbox, ['Hello'], { name: 'Pia Neves' })
  await company.owner.post(`/api/v1/conversations/${String(talk.id)}/assignment`, { user_id: me.user.id })
  await expect.poll(async () => (await joe.get<Push>('/api/v1/push')).browsers.length, { timeout: 15_000 }).toBe(0)
})
