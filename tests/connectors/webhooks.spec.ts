// A system of the company's own is told by a real server of what happens, and checks it with npm's standardwebhooks.
import { Receiver } from '../peers/webhooks/receiver'
import { expect, test } from './support'

test.skip(!process.env['HEED_PEER_WEBHOOKS'], 'HEED_PEER_WEBHOOKS is not set; ./test connectors sets it')

interface Shown {
  id: number
  enabled: boolean
  off_reason: string
  waiting: number
  failures: number
  last_error: string
}
interface Made {
  webhook: Shown
  secret: string
}

const item = (id: string, text: string): object => ({
  external_id: id,
  author: { external_id: 'ann', name: 'Ann' },
  text,
  said_at: new Date().toISOString(),
})

let receiver: Receiver
test.beforeEach(() => {
  receiver = new Receiver()
})
test.afterEach(() => {
  receiver.close()
})

test('what happens is told in order, signed; what an address missed comes after a restart', async ({ company }) => {
  const { owner, server } = company
  const made = await owner.post<Made>('/api/v1/webhooks', { url: await receiver.listen(), kinds: ['message.created'] })
  receiver.secret = made.secret
  const path = `/api/v1/webhooks/${String(made.webhook.id)}`
  expect(await owner.post(`${path}/test`, {})).toEqual({ taken: true, reason: '' })
  expect(receiver.told.map((one) => one.type)).toEqual(['webhook.tested'])

  const inbox = await owner.door('Shop')
  await owner.handOver(inbox, [item('1', 'One'), item('2', 'Two')])
  await expect.poll(() => receiver.told.length).toBe(3)

  receiver.status = 503
  const before = receiver.attempts
  await owner.handOver(inbox, [item('3', 'Three')])
  await expect.poll(() => receiver.attempts).toBeGreaterThan(before)
  await expect
    .poll(async () => (await owner.get<{ items: Shown[] }>('/api/v1/webhooks')).items[0]?.failures)
    .toBeGreaterThan(0)
  receiver.status = 204
  await server.kill()
  await server.again()
  await expect.poll(() => receiver.told.length, { timeout: 30_000 }).toBe(4)

  // Whoever knows the new secret or the old one is content for a day.
  const renewed = await owner.post<Made>(`${path}/secret`, {})
  expect(renewed.secret).not.toBe(made.secret)
  await owner.handOver(inbox, [item('4', 'Four')])
  await expect.poll(() => receiver.told.length).toBe(5)
  receiver.secret = renewed.secret
  await owner.handOver(inbox, [item('5', 'Five')])
  await expect.poll(() => receiver.told.length).toBe(6)

  expect(receiver.forged).toEqual([])
  const told = receiver.told.slice(1)
  expect(told.map((one) => one.type)).toEqual(Array(5).fill('message.created'))
  expect(told.map((one) => JSON.stringify(one.data).match(/"(One|Two|Three|Four|Five)"/)?.[1])).toEqual([
    'One',
    'Two',
    'Three',
    'Four',
    'Five',
  ])
  const numbers = told.map((one) => one.seq)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  expect(JSON.stringify(await owner.get('/api/v1/webhooks'))).not.toContain('whsec_')
})

test('410 switches it off, and addresses that may not be called are refused', async ({ company }) => {
  const { owner } = company
  for (const url of ['http://192.168.7.7/x', 'http://169.254.169.254/', 'https://[fd00::1]/', 'ftp://crm.example/']) {
    const refused = await owner.call('POST', '/api/v1/webhooks', { url, kinds: [] })
    expect(refused.status).toBe(422)
    expect(JSON.stringify(refused.body)).toContain('"url"')
  }
  receiver.status = 410
  await owner.post('/api/v1/webhooks', { url: await receiver.listen(), kinds: [] })
  await owner.handOver(await owner.door('Shop'), [item('1', 'One')])
  await expect
    .poll(async () => (await owner.get<{ items: Shown[] }>('/api/v1/webhooks')).items[0])
    .toMatchObject({ enabled: false, off_reason: 'It answered 410: it wants to be told of nothing any more.' })
  expect(receiver.attempts).toBe(1)
})
