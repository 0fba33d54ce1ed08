// A mailbox connected to a real server: a customer writes with programs that others made, an agent answers, the customer reads it and
// writes again. Beside the mail system of tests/peers/email.
import { execFileSync } from 'node:child_process'
import { expect, test } from './support'

interface Seen {
  id: string
  subject: string
  text: string
  references: string[]
  count: number
  dkim: string
  attachments: { name: string; size: number }[]
}

const place = (name: string): string => process.env[`HEED_PEER_EMAIL${name}`] ?? ''

function customer(what: 'send' | 'read' | 'told', argument: string): string {
  const [program = '', ...words] = place('_CUSTOMER').split(' ')
  return execFileSync(program, [...words, what, argument], { encoding: 'utf8' }).trim()
}
const customerSends = (mail: object): string => customer('send', JSON.stringify(mail))
const customerReads = (parent: string): Seen => JSON.parse(customer('read', parent)) as Seen

const settings = {
  address: 'care@care.test',
  display_name: 'Lisbon Bikes',
  password: 'secret',
  imap_host: 'localhost',
  imap_port: Number(place('_IMAPS')),
  imap_security: 'tls',
  smtp_host: 'localhost',
  smtp_port: Number(place('_SUBMISSION')),
  smtp_security: 'starttls',
}

test.skip(place('') === '', 'HEED_PEER_EMAIL does not say where a mail system is; ./test connectors starts one')
process.env['HEED_EXTRA_CA_FILE'] = `${place('_DIR')}/cert.pem`

test('what is wrong with a mailbox is said', async ({ company }) => {
  const { status, body } = await company.tryInbox('email', { ...settings, password: 'wrong' })
  expect(status).toBeGreaterThanOrEqual(400)
  const { field, message } = body as { field: string; message: string }
  expect(field).toContain('password')
  expect(message).toContain('localhost does not accept the user name or the password.')
})

test('a mail comes, is answered, and the answer is answered', async ({ company }) => {
  const { owner } = company
  const inbox = await company.inbox('email', settings)
  expect(inbox.account).toContain('care@care.test')
  await expect.poll(async () => (await company.seen(inbox)).health.condition).toBe('connected')

  const id = customerSends({
    subject: 'Bent mudguard',
    text: 'My Alfama came with a bent mudguard. 📦',
    attachments: [{ filename: 'mudguard.png', content: 'PNG' }],
  })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  const conversation = await owner.only(inbox)
  expect(conversation).toMatchObject({ owed: true, last_text: 'My Alfama came with a bent mudguard. 📦' })
  const [first] = await company.messages(conversation)
  expect(first).toMatchObject({ author_name: 'Ann Müller', subject: 'Bent mudguard' })
  expect(first?.attachments).toMatchObject([{ name: 'mudguard.png', size: 3 }])

  const file = await owner.upload('label.png', 'image/png', 'PNG of a label')
  await owner.reply(conversation, 'Good morning. A new one leaves today.', [file])
  const seen = customerReads(id)
  expect(seen).toMatchObject({ subject: 'Re: Bent mudguard', references: [`<${id}>`], count: 1, dkim: 'care.test pass' })
  expect(seen.text).toContain('A new one leaves today.')
  expect(seen.attachments).toMatchObject([{ name: 'label.png', size: 14 }])
  await expect.poll(async () => (await company.messages(conversation)).at(-1)?.delivery).toBe('sent')

  customerSends({ subject: 'Re: Bent mudguard', text: 'Thank you!', inReplyTo: seen.id, references: [id, seen.id] })
  await expect.poll(async () => (await owner.only(inbox)).message_count).toBe(3)
  expect((await company.messages(conversation)).map(({ text }) => text)).toEqual([
    'My Alfama came with a bent mudguard. 📦',
    'Good morning. A new one leaves today.',
    'Thank you!',
  ])
})

test('what presses is mailed to whoever has not seen it', async ({ company }) => {
  test.setTimeout(240_000)
  const { owner } = company
  const inbox = await company.inbox('email', settings)
  await expect.poll(async () => (await company.seen(inbox)).health.condition).toBe('connected')
  await owner.call('PUT', '/api/v1/notifications/ladder', { climb_after_s: 600, mail_inbox_id: inbox.id })
  const lead = await owner.colleague('Ann Lead', 'ann@shop.test', 'lead')
  const chat = await owner.inbox('Chat')
  await owner.post('/api/v1/sla/policies', {
    name: 'At once',
    inbox_id: chat.id,
    first_response_s: 10,
    counted: 'always',
    warn_percent: 75,
    escalate_s: [],
  })
  await owner.visitorSays(chat, ['My card is 4111 1111'], { name: 'Rui Costa' })
  const told = async () =>
    (await lead.get<{ items: { notification: { id: number; cause: string } }[] }>('/api/v1/notifications')).items
  await expect.poll(async () => (await told()).map(({ notification }) => notification.cause)).toContain('breached')
  const seen = JSON.parse(customer('told', 'Heed: An answer is late (Rui Costa)')) as Seen
  expect(seen.text).not.toContain('4111')
  expect(seen.text).toContain('About: Rui Costa')
  expect(seen.count).toBe(1)
  // It is no conversation of the company's, in either direction.
  expect(await owner.conversations(inbox)).toEqual([])
})

test('a mail that comes back fails with its reason, and is owed an answer again', async ({ company }) => {
  const { owner } = company
  const inbox = await company.inbox('email', settings)
  await expect.poll(async () => (await company.seen(inbox)).health.condition).toBe('connected')
  // A contact form that names somebody whose mailbox is gone.
  customerSends({ subject: 'From the form', text: 'Where is my pump?', replyTo: 'nobody@shop.test' })
  await expect.poll(async () => (await owner.conversations(inbox)).length).toBe(1)
  const conversation = await owner.only(inbox)
  await owner.reply(conversation, 'It left on Monday.')
  const last = async () => (await company.messages(conversation)).at(-1)
  await expect.poll(async () => (await last())?.delivery, { timeout: 60_000 }).toBe('failed')
  expect((await last())?.delivery_reason).toContain('The mail came back from nobody@shop.test (5.')
  expect((await owner.only(inbox)).owed).toBe(true)
})
