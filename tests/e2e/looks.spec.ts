// Every screen, light and dark, at a desk and on a phone, left to right and right to left: axe finds nothing, nothing is
// wider than the screen, and the pictures are kept in build/screens.
import { Api, type Conversation, type Inbox } from './support/api'
import { expect, People, test as base } from './support/fixtures'
import { Line } from './support/line'
import { look } from './support/look'
import { Server } from './support/server'
import type { Agent } from './support/agent'

interface Shop {
  server: Server
  people: People
  owner: Api
  inbox: Inbox
  talk: Conversation
  door: Inbox
  merged: Conversation
  split: Conversation
}

// A company with something to look at.
const test = base.extend<{ shop: Shop }>({
  shop: async ({ browser, guard }, use) => {
    const server = await Server.start()
    const people = new People(browser, guard, server.url)
    const owner = new Api(server)
    await owner.setUp()
    const tomas = await owner.colleague('Tomás Reis', 'tomas@lisbonbikes.example')
    await owner.post('/api/v1/users', { name: 'Ana Prado', email: 'ana@lisbonbikes.example', role: 'lead' })
    await owner.post('/api/v1/teams', { name: 'Workshop', partner: false, member_ids: [] })
    await owner.post('/api/v1/teams', { name: 'Partner North', partner: true, member_ids: [] })
    await owner.post('/api/v1/tokens', { name: 'Shop system', role: 'agent' })
    const inbox = await owner.inbox('Shop', { greeting: 'Good morning. What can we do for you?' })
    const said: [string, string[]][] = [
      ['Ana Silva', ['Day five and my parcel still says “label created”. What is going on?']],
      ['Chidi Okafor', ['That fixed it straight away, thank you.', 'One more thing: is the Graça in blue in stock?']],
      ['رنا حداد', ['مرحبا، وصلت الدراجة مع رفرف مثني. رقم الطلب 48-2210.']],
      ['Jonas Weber', ['Mein Licht geht nicht mehr an. Habe ich noch Garantie darauf?']],
      ['Marie Lefèvre', ['Bonjour, peut-on changer l’adresse de livraison ?']],
      ['Beatriz Nunes', ['A corrente saiu duas vezes esta semana. Posso passar pela oficina amanhã?']],
    ]
    for (const [name, texts] of said) await owner.visitorSays(inbox, texts, { name, email: 'someone@example.org' })
    const talk = await owner.visitorSays(
      inbox,
      ['Good morning, my Alfama came with a bent mudguard. Order 48-2210.', 'I can bring it by, if that is quicker.'],
      { name: 'Rui Costa', email: 'rui@example.org' },
    )
    await owner.reply(talk, 'Good morning Rui, Mira here. I am sorry about that. A new mudguard is on my desk.')
    await tomas.note(talk, 'Third bent mudguard from this batch. @Mira shall we look at the packing?')
    const closed = await owner.visitorSays(inbox, ['Are you open on Sunday?'], { name: 'Inês Faria' })
    await owner.reply(closed, 'From ten to four.')
    await owner.post(`/api/v1/conversations/${String(closed.id)}/status`, { status: 'resolved' })
    const door = await owner.door('Forum')
    await owner.handOver(door, [{ external_id: '1', text: 'A word without anybody behind it' }])
    const author = { external_id: 'rui', name: 'Rui Costa' }
    await owner.handOver(door, [
      { external_id: '2', author, thread_key: 'a', text: 'Has anybody else had a bent mudguard on the Alfama?' },
      { external_id: '3', author, thread_key: 'a', text: 'And how do I change the brake pads?' },
      { external_id: '4', author, thread_key: 'b', text: 'A photo of the mudguard' },
      { external_id: '5', author, thread_key: 'c', text: 'Which lock goes with the Graça?' },
    ])
    const split = await owner.conversationOf(door, 'And how do I change the brake pads?')
    const merged = await owner.conversationOf(door, 'A photo of the mudguard')
    await owner.post(`/api/v1/conversations/${String(merged.id)}/merge`, { into_id: split.id })
    await owner.post('/api/v1/cases', { title: 'Bent mudguards of March', conversation_ids: [talk.id, split.id] })
    await use({ server, people, owner, inbox, talk, door, merged, split })
    await people.leave()
    await server.stop()
  },
})

// Many people leave at once, after a post of ours; and a few every evening before.
async function leave(owner: Api, door: Inbox): Promise<void> {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const gone = (i: number, hours: number) => ({
    external_id: `gone-${String(i)}`,
    kind: 'unfollow',
    author: { external_id: `gone-${String(i)}`, name: ['Ana Silva', 'Chidi Okafor', 'رنا حداد', 'Jonas Weber'][i % 4] },
    said_at: ago(hours),
  })
  await owner.handOver(door, [
    {
      external_id: 'prices',
      own: true,
      public: true,
      author: { external_id: 'us', name: 'Lisbon Bikes' },
      text: 'From Monday our repairs cost a third more. Thank you for your understanding.',
      said_at: ago(2),
    },
    ...Array.from({ length: 60 }, (_, i) => gone(i, 3 + i * 0.7)),
    ...Array.from({ length: 45 }, (_, i) => gone(100 + i, (i % 3) * 0.1)),
  ])
}

// The address, the name of its picture, and what shows that it is there.
type Screen = [name: string, path: string, make?: (agent: Agent) => Promise<unknown>]

function screens({ owner, inbox, talk, door, merged, split }: Shop): Screen[] {
  const open = `/inbox/open/${String(talk.id)}`
  const press = (keys: string) => async (agent: Agent) => {
    await agent.page.locator('.thread-head, .list-head').first().waitFor()
    // The list may be there before the conversation that the key is about.
    await expect(async () => {
      for (const key of keys.split(' ')) await agent.page.keyboard.press(key)
      await agent.page.getByRole('dialog').waitFor({ timeout: 3_000 })
    }).toPass({ timeout: 20_000 })
  }
  return [
    ['inbox', '/inbox/owed', (agent) => agent.row('Ana Silva').waitFor()],
    ['inbox-empty', '/inbox/snoozed'],
    ['conversation', open, (agent) => agent.thread.getByText('bent mudguard').first().waitFor()],
    ['conversation-note', open, (agent) => agent.page.locator('label:has(input[type=radio])').nth(1).click()],
    ['assign', open, press('a')],
    ['snooze', open, press('s')],
    ['dismiss', `/inbox/owed/${String(talk.id)}`, press('d')],
    ['merge', `/inbox/all/${String(split.id)}`, press('m')],
    ['merged', `/inbox/all/${String(merged.id)}`, (agent) => agent.page.locator('.thread .state a').waitFor()],
    [
      'split',
      `/inbox/all/${String(split.id)}`,
      async (agent) => {
        await agent.page.locator('.thread-head').waitFor()
        await agent.page.keyboard.press('x')
        await agent.page.getByRole('checkbox').nth(1).check()
      },
    ],
    ['case', open, (agent) => agent.page.getByText('Bent mudguards of March').first().waitFor()],
    [
      'case-about',
      open,
      async (agent) => {
        await agent.page.setViewportSize({ width: 390, height: 844 })
        await agent.page.locator('.thread-head').waitFor()
        await agent.page.keyboard.press('h')
        await agent.page.getByRole('dialog').waitFor()
      },
    ],
    ['case-link', open, press('l')],
    ['commands', open, press('Control+k')],
    ['keys', open, press('?')],
    ['search', '/search?q=mudguard', (agent) => agent.page.locator('.hit mark').first().waitFor()],
    ['search-start', '/search'],
    ['search-nothing', '/search?q=zeppelin', (agent) => agent.page.locator('.search .state').first().waitFor()],
    ['search-refused', '/search?q=team:Nobody', (agent) => agent.page.locator('#search-refused').waitFor()],
    ['contacts', '/contacts', (agent) => agent.page.getByText('Ana Silva').first().waitFor()],
    [
      'contact',
      `/contacts/${String(talk.contact_id)}`,
      (agent) => agent.page.getByText('rui@example.org').first().waitFor(),
    ],
    ['report', '/report'],
    ['settings', '/settings'],
    ['settings-inboxes', '/settings/inboxes', (agent) => agent.page.getByText('Shop').first().waitFor()],
    ['settings-inbox-new', '/settings/inboxes/new'],
    ['settings-inbox', `/settings/inboxes/${String(inbox.id)}`],
    ['settings-door', `/settings/inboxes/${String(door.id)}`],
    ['settings-quarantine', '/settings/quarantine', (agent) => agent.page.getByText('author: missing').waitFor()],
    ['settings-people', '/settings/people', (agent) => agent.page.getByText('Ana Prado').first().waitFor()],
    ['settings-teams', '/settings/teams', (agent) => agent.page.getByText('Partner North').first().waitFor()],
    ['settings-tokens', '/settings/tokens', (agent) => agent.page.getByText('Shop system').first().waitFor()],
    ['settings-organization', '/settings/organization'],
    ['settings-me', '/settings/me'],
    ['not-found', '/nowhere'],
    ['alerts-none', '/alerts', (agent) => agent.page.locator('.state').first().waitFor()],
    [
      'alert-notice',
      open,
      (agent) => leave(owner, door).then(() => agent.page.locator('.alert-banner').waitFor({ timeout: 60_000 })),
    ],
    ['alerts', '/alerts', (agent) => agent.page.locator('.alert-link').first().waitFor()],
    [
      'alert',
      '/alerts',
      async (agent) => {
        await agent.page.locator('.alert-link').first().click()
        await agent.page.locator('.series-band').waitFor()
      },
    ],
  ]
}

for (const language of ['en', 'ar']) {
  test(`the workspace, ${language}`, async ({ shop, guard }) => {
    guard.allow(/status of 422/)
    test.setTimeout(240_000)
    const agent = await shop.people.agent(shop.owner, '/', { locale: language === 'ar' ? 'ar' : 'en-GB' })
    for (const [name, path, make] of screens(shop)) {
      await agent.page.setViewportSize({ width: 1440, height: 900 })
      await agent.go(path)
      await agent.page.locator('h1').first().waitFor()
      await expect(agent.page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      await make?.(agent)
      await agent.page.waitForLoadState('networkidle')
      await look(agent.page, language === 'en' ? name : `${name}-rtl`)
    }
  })
}

test('the doors', async ({ shop, guard }) => {
  test.setTimeout(120_000)
  guard.allow(/status of 401/)
  const { people, server } = shop
  const page = await (await people.context()).newPage()
  for (const language of ['en', 'ar']) {
    const end = language === 'en' ? '' : '-rtl'
    await page.goto(`${server.url}/login?lang=${language}`)
    await page.locator('input[type=password]').waitFor()
    await look(page, `sign-in${end}`)
    await page.goto(`${server.url}/invite/some-token?lang=${language}`)
    await page.locator('h1').waitFor()
    await look(page, `invite${end}`)
  }
})

test('the first run', async ({ browser, guard }) => {
  test.setTimeout(120_000)
  for (const language of ['en', 'ar']) {
    const end = language === 'en' ? '' : '-rtl'
    const server = await Server.start()
    const people = new People(browser, guard, server.url)
    const page = await (await people.context()).newPage()
    try {
      await page.goto(`${server.url}/setup?token=${server.setupToken}&lang=${language}`)
      await page.locator('input[autocomplete=name]').fill('Mira Duarte')
      await look(page, `setup-owner${end}`)
      await page.locator('input[type=email]').fill('mira@lisbonbikes.example')
      await page.locator('input[autocomplete=new-password]').fill('seven hills eleven gears')
      await page.locator('button[type=submit]').click()
      await page.locator('input[autocomplete=organization]').fill('Lisbon Bikes')
      await look(page, `setup-company${end}`)
      await page.locator('button[type=submit]').click()
      await page.locator('textarea').waitFor()
      await look(page, `setup-inbox${end}`)
      await page.locator('button[type=submit]').click()
      await page.locator('.proof').waitFor()
      await look(page, `setup-proof${end}`)
      await page.goto(`${server.url}/inbox/owed`)
      await page.locator('.list-head').waitFor()
      await page.waitForLoadState('networkidle')
      await look(page, `inbox-new${end}`)
    } finally {
      await people.leave()
      await server.stop()
    }
  }
})

test('without a line', async ({ shop, guard }) => {
  guard.allow(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|Failed to load resource: net::/, /WebSocket connection to/)
  const line = await Line.to(shop.server.url)
  const agent = await shop.people.agent(shop.owner, `/inbox/open/${String(shop.talk.id)}`, { url: line.url })
  await expect(agent.thread).toContainText('bent mudguard')
  const visitor = await shop.people.visitor(shop.inbox, { url: line.url })
  await visitor.page.goto(`${line.url}/widget/${shop.inbox.key}`)
  const box = visitor.page.getByRole('textbox')
  await box.fill('Hello')
  await box.press('Enter')
  await expect(visitor.page.getByRole('log')).toContainText('Delivered')
  await visitor.page.getByRole('button', { name: 'Skip' }).click()
  line.cut()
  await expect(agent.cutOff).toBeVisible()
  await agent.reply('I keep writing.')
  await look(agent.page, 'offline')
  await box.fill('Are you there?')
  await box.press('Enter')
  await expect(visitor.page.locator('.offline')).toBeVisible()
  await look(visitor.page, 'chat-offline')
  line.mend()
  await expect(agent.cutOff).toHaveCount(0)
  await line.close()
})

test('the chat', async ({ shop, guard }) => {
  test.setTimeout(180_000)
  guard.allow(/status of 404/)
  const { people, server, owner, inbox } = shop
  const rtl = await people.visitor(inbox)
  await rtl.page.goto(`${server.url}/widget/${inbox.key}#lang=ar`)
  await rtl.page.getByRole('textbox').waitFor()
  await look(rtl.page, 'chat-first-rtl')

  const visitor = await people.visitor(inbox)
  await visitor.visit()
  await visitor.launcher.waitFor()
  await look(visitor.page, 'shop')
  await visitor.launcher.click()
  await expect(visitor.box).toBeVisible()
  const frame = visitor.frame()
  await look(visitor.page, 'chat-first', { frame })
  await visitor.say('My Alfama came with a bent mudguard. Order 48-2210.')
  await expect(visitor.log).toContainText('Delivered')
  await look(visitor.page, 'chat-who', { frame })
  await visitor.skipWho()
  const conversation = await owner.conversationOf(inbox, 'My Alfama came with a bent mudguard. Order 48-2210.')
  await owner.reply(conversation, 'Good morning, Mira here. I am sorry about that. A new one is on my desk.')
  await owner.reply(conversation, 'Shall we send it? See https://bikes.example/workshop.')
  await visitor.say('Yes, please.')
  await expect(visitor.log.locator('.text')).toHaveCount(4)
  await look(visitor.page, 'chat', { frame })
  await owner.reply(conversation, 'Done.')
  await owner.post(`/api/v1/conversations/${String(conversation.id)}/status`, { status: 'resolved' })
  await expect(visitor.panel.locator('.notice')).toBeVisible()
  await look(visitor.page, 'chat-closed', { frame })
  await frame.goto(`${server.url}/widget/${inbox.key}?again#lang=ar`)
  await frame.waitForFunction(() => document.documentElement.dir === 'rtl' && document.querySelector('.text') !== null)
  await look(visitor.page, 'chat-rtl', { frame })
  await rtl.page.goto(`${server.url}/widget/nobody-here`)
  await rtl.page.getByRole('main').waitFor()
  await look(rtl.page, 'chat-missing')
})
