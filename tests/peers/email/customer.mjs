// Ann at shop.test, with clients that others wrote. `customer.mjs send '{"subject": …, "text": …}'` writes to care@care.test and
// prints the message id; `customer.mjs read MESSAGE_ID` waits for the answer to that mail and prints what she sees, as JSON;
// `customer.mjs told SUBJECT` waits for a mail of that subject, a minute and a half at most, and prints it likewise;
// `customer.mjs file MAIL` keeps a mail in the folder of sent mail of care@care.test, as another mail program does.
import { readFileSync } from 'node:fs'
import { ImapFlow } from 'imapflow'
import { authenticate } from 'mailauth'
import { simpleParser } from 'mailparser'
import nodemailer from 'nodemailer'

const place = process.env
const sign_in = { user: 'ann@shop.test', pass: 'secret' }
const tls = { ca: readFileSync(`${place.HEED_PEER_EMAIL_DIR}/cert.pem`) }

async function send(mail) {
  const port = Number(place.HEED_PEER_EMAIL_SUBMISSION)
  const transport = nodemailer.createTransport({ host: 'localhost', port, requireTLS: true, tls, auth: sign_in })
  const sent = await transport.sendMail({ from: 'Ann Müller <ann@shop.test>', to: 'care@care.test', ...mail })
  console.log(sent.messageId.replace(/[<>]/g, ''))
}

// The public key of the signature is in a file instead of in DNS.
async function signature_of(source) {
  const [name, ...key] = readFileSync(`${place.HEED_PEER_EMAIL_DIR}/dkim/dns.txt`, 'utf8').trim().split(' ')
  const resolver = async (asked, type) => {
    if (asked === name && type === 'TXT') return [[key.join(' ')]]
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  }
  const checked = await authenticate(source, {
    ip: '127.0.0.1',
    helo: 'mx.test',
    sender: 'care@care.test',
    mta: 'mx.test',
    resolver,
  })
  return checked.dkim.results.map((one) => `${one.signingDomain} ${one.status.result}`).join(', ')
}

function seen(mail) {
  return {
    id: mail.messageId,
    from: mail.from?.text,
    to: mail.to?.text,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    references: [mail.references ?? []].flat(),
    in_reply_to: mail.inReplyTo,
    attachments: mail.attachments.map((file) => ({ name: file.filename, type: file.contentType, size: file.size })),
  }
}

async function find(client, is_it) {
  const found = []
  for await (const one of client.fetch('1:*', { envelope: true, source: true })) {
    if (is_it(one.envelope)) found.push(one.source)
  }
  return found
}

async function connect(user) {
  const port = Number(place.HEED_PEER_EMAIL_IMAPS)
  const client = new ImapFlow({ host: 'localhost', port, secure: true, tls, auth: { ...sign_in, user }, logger: false })
  await client.connect()
  return client
}

async function file(mail) {
  const client = await connect('care@care.test')
  await client.append('Sent Items', mail.replace(/\r?\n/g, '\r\n'), ['\\Seen'])
  await client.logout()
}

async function read(is_it, seconds) {
  const client = await connect(sign_in.user)
  await client.mailboxOpen('INBOX')
  let found = []
  for (const end = Date.now() + seconds * 1000; Date.now() < end && found.length === 0;) {
    await client.noop()
    found = client.mailbox.exists > 0 ? await find(client, is_it) : []
    if (found.length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await client.logout()
  if (found.length === 0) throw new Error(`no such mail came in ${seconds} seconds`)
  const mail = await simpleParser(found[0])
  console.log(JSON.stringify({ ...seen(mail), count: found.length, dkim: await signature_of(found[0]) }))
}

const [what, argument] = process.argv.slice(2)
if (what === 'send') await send(JSON.parse(argument))
else if (what === 'file') await file(argument)
else if (what === 'told') await read(({ subject }) => subject === argument, 90)
else await read(({ inReplyTo }) => inReplyTo === `<${argument}>`, 20)
