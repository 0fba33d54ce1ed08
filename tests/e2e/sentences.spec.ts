// Bad input and bad luck: a sentence that helps, and nothing changed.
import { Api, kPassword, owner } from './support/api'
import { expect, test } from './support/fixtures'
import { chatWord, word } from './support/words'

interface Failure {
  kind: string
  message: string
  field: string | null
  request_id: string
}

test('a wrong password', async ({ people, company, guard }) => {
  guard.allow(/status of 401/)
  const page = await (await people.context()).newPage()
  await page.goto(`${company.server.url}/inbox/owed`)
  await expect(page).toHaveURL(/\/login/)
  await page.getByLabel(word('form.email')).fill(owner.email)
  await page.getByLabel(word('form.password')).fill('not the password')
  await page.getByRole('button', { name: word('login.do') }).click()
  await expect(page.locator('.fault')).toContainText(/\w+ .*\w+/)
  await page.getByLabel(word('form.password')).fill(kPassword)
  await page.getByRole('button', { name: word('login.do') }).click()
  await expect(page).toHaveURL(/\/inbox\/owed/)
})

test('a session that ended: sign in over the page, and go on', async ({ people, company, inbox, guard }) => {
  guard.allow(/status of 401/, /WebSocket connection to/)
  await company.owner.visitorSays(inbox, ['Do you sell bells?'])
  const own = new Api(company.server)
  await own.signIn()
  const agent = await people.agent(own)
  await agent.open('Do you sell bells?')
  await own.signOut()

  await agent.reply('We do, in brass.')
  const dialog = agent.page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: word('login.again') })).toBeVisible()
  await dialog.getByLabel(word('form.password')).fill(kPassword)
  await dialog.getByRole('button', { name: word('login.do') }).click()
  await expect(dialog).toHaveCount(0)
  await expect
    .poll(async () => (await company.owner.conversations(inbox))[0])
    .toMatchObject({ last_text: 'We do, in brass.', owed: false, message_count: 2 })
})

test('an address that does not exist', async ({ people, company, guard }) => {
  guard.allow(/status of 404 .*\/conversations\/4711/)
  const agent = await people.agent(company.owner, '/nowhere/at/all')
  await expect(agent.page.getByText(word('notfound.title')).first()).toBeVisible()
  await agent.go('/inbox/owed/4711')
  await expect(agent.page.getByText(word('thread.missing'))).toBeVisible()

  for (const [method, path, status] of [
    ['GET', '/api/v1/nowhere', 404],
    ['DELETE', '/api/v1/status', 405],
    ['GET', '/api/v1/conversations/4711', 404],
    ['GET', '/assets/nothing.js', 404],
  ] as const) {
    const answer = await company.owner.call(method, path)
    expect(answer.status, path).toBe(status)
    const sentence = typeof answer.body === 'string' ? answer.body : (answer.body as Failure).message
    expect(sentence, path).toMatch(/^[A-Z].*\w.*[.!]?\s*$/)
  }
})

test('a chat that does not exist', async ({ people, company, guard }) => {
  guard.allow(/status of 404/)
  const page = await (await people.context()).newPage()
  await page.goto(`${company.server.url}/widget/nobody-here`)
  await expect(page.getByText(chatWord('missing'))).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
})

test('a message that is too long stays in the box', async ({ people, company, inbox }) => {
  const visitor = await people.visitor(inbox)
  await visitor.open()
  await visitor.say('x'.repeat(4001))
  await expect(visitor.panel.getByText(chatWord('over', { n: '1 character' }))).toBeVisible()
  await expect(visitor.box).toHaveValue('x'.repeat(4001))
  expect(await company.owner.conversations(inbox)).toEqual([])
  // Letters are counted as people count them: this is 4,000 of them.
  await visitor.say('😀'.repeat(4000))
  await expect(visitor.log).toContainText('Delivered')
})

test('requests that are too long, too many or not what they should be', async ({ company, inbox }) => {
  const { owner: api } = company
  const visitor = new Api(company.server)
  const path = `/api/v1/widget/${inbox.key}`
  const { token } = await visitor.post<{ token: string }>(`${path}/visitors`, {})
  const bearer = { Authorization: `Bearer ${token}` }
  const say = (body: object | string) => visitor.call('POST', `${path}/messages`, body, bearer)
  const refused = async (answer: Promise<{ status: number; body: unknown }>, status: number, kind: string) => {
    const { status: came, body } = await answer
    expect({ status: came, kind: (body as Failure).kind }).toEqual({ status, kind })
    expect((body as Failure).message).toMatch(/\w+ \w+/)
    expect((body as Failure).request_id).not.toBe('')
    return body as Failure
  }
  expect((await refused(say({ text: 'x'.repeat(4001) }), 422, 'invalid')).field).toBe('text')
  expect((await refused(say({ text: '  ' }), 422, 'invalid')).field).toBe('text')
  expect((await refused(say({ text: 'hi', email: 'nobody' }), 422, 'invalid')).field).toBe('email')
  await refused(say('{"text":'), 422, 'invalid')
  await refused(say({ text: 'x'.repeat(4_000_000) }), 413, 'too_large')
  await refused(
    visitor.call('POST', `${path}/messages`, { text: 'hi' }, { Authorization: 'Bearer visitor_x' }),
    401,
    'unauthenticated',
  )
  await refused(visitor.call('GET', '/api/v1/conversations', undefined, bearer), 403, 'forbidden')
  expect(await api.conversations(inbox)).toEqual([])

  const flood = await Promise.all(Array.from({ length: 100 }, () => say({ text: 'buy' })))
  const limited = flood.filter(({ status }) => status !== 200)
  expect(limited.length).toBeGreaterThan(0)
  for (const answer of limited) await refused(Promise.resolve(answer), 429, 'rate_limited')
})

test('a visitor who writes too fast is told, and nothing is lost', async ({ people, inbox, guard }) => {
  guard.allow(/status of 429/)
  const visitor = await people.visitor(inbox)
  let refusals = 2
  await visitor.page.route('**/messages', async (route) => {
    if (route.request().method() !== 'POST' || refusals === 0) return route.fallback()
    refusals -= 1
    const failure: Failure = { kind: 'rate_limited', message: 'Too many tries; wait 1 s.', field: null, request_id: '1' }
    return route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, json: failure })
  })
  await visitor.open()
  for (const text of ['one', 'two', 'three']) await visitor.say(text)
  await expect(visitor.log.getByText(chatWord('busy')).first()).toBeVisible()
  await expect(visitor.log.getByText(chatWord('busy'))).toHaveCount(0)
  await expect.poll(() => visitor.texts()).toEqual(['one', 'two', 'three'])
  await expect(visitor.log).toContainText('Delivered')
})
