// That the fake is a Bot API: grammY, a client which others wrote for the real one, works with it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { Bot, GrammyError, InputFile, InputMediaBuilder } from 'grammy'
import type { Message } from './chats'
import { ann, group, peer, people } from './people'

const { url, token } = peer()
const make = (secret = token): Bot => new Bot(secret, { client: { apiRoot: url } })

async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error('it was taken'),
    (reason: unknown) => reason,
  )
  return error instanceof GrammyError ? `${String(error.error_code)} ${error.description}` : String(error)
}

test('a bot hears by polling and answers', async () => {
  const bot = make()
  const heard: string[] = []
  bot.on('message:text', async (context) => {
    heard.push(context.message.text)
    await context.reply(`You said: ${context.message.text}`, {
      reply_parameters: { message_id: context.message.message_id },
    })
  })
  bot.on('edited_message:text', (context) => void heard.push(`edited: ${context.editedMessage.text}`))
  bot.on('message_reaction', (context) => void heard.push(`new: ${context.reactions().emojiAdded.join()}`))
  bot.on('callback_query:data', async (context) => {
    heard.push(`pressed: ${context.callbackQuery.data}`)
    await context.answerCallbackQuery()
  })
  bot.on('my_chat_member', (context) => void heard.push(context.myChatMember.new_chat_member.status))
  const polling = bot.start({
    allowed_updates: ['message', 'edited_message', 'message_reaction', 'callback_query', 'my_chat_member'],
  })
  const { message_id } = await people('say', { user: ann, content: { text: 'Onde está? 🚲' } })
  await expect
    .poll(async () => (await people<Message[]>('seen', { chat: ann.id })).at(-1)?.text)
    .toBe('You said: Onde está? 🚲')
  expect((await people<Message[]>('seen', { chat: ann.id })).at(-1)?.['reply_to_message']).toMatchObject({ message_id })
  await people('edit', { user: ann, message_id, content: { text: 'Onde está a bicicleta?' } })
  await people('react', { user: ann, message_id, emoji: ['👍'] })
  await people('press', { user: ann, message_id, data: 'csat:5' })
  await people('block', { user: ann })
  await expect.poll(() => heard.slice(1)).toEqual(['edited: Onde está a bicicleta?', 'new: 👍', 'pressed: csat:5', 'kicked'])
  await bot.stop()
  await polling
  expect(await people<number>('pending', {})).toBe(0)
})

test('files go both ways', async () => {
  await people('start', { user: ann })
  const { api } = make()
  const photo = await api.sendPhoto(ann.id, new InputFile(Buffer.from('PNG'), 'a.png'), { caption: 'Label' })
  expect(photo.caption).toBe('Label')
  const file = await api.getFile(photo.photo.at(-1)?.file_id ?? '')
  expect(await (await fetch(`${url}/file/bot${token}/${file.file_path ?? ''}`)).text()).toBe('PNG')
  const album = await api.sendMediaGroup(ann.id, [
    InputMediaBuilder.document(new InputFile(Buffer.from('1'), '1.pdf'), { caption: 'Both' }),
    InputMediaBuilder.document(new InputFile(Buffer.from('2'), '2.pdf')),
  ])
  expect(album.map((one) => ('document' in one ? one.document.file_name : ''))).toEqual(['1.pdf', '2.pdf'])
  expect(await refusal(api.sendPhoto(ann.id, new InputFile(Buffer.alloc(0), 'empty.png')))).toContain('400')
})

test('it refuses as the real one does', async () => {
  const { api } = make()
  await people('start', { user: ann })
  expect(await refusal(make('424242:wrong').api.getMe())).toBe('401 Unauthorized')
  expect(await refusal(api.sendMessage(ann.id, 'x'.repeat(4097)))).toBe('400 Bad Request: message is too long')
  expect(await refusal(api.sendMessage(404, 'Hello'))).toBe('400 Bad Request: chat not found')
  expect(await refusal(api.sendMessage(ann.id, 'Hello', { reply_parameters: { message_id: 9999 } }))).toBe(
    '400 Bad Request: message to be replied not found',
  )
  await people('block', { user: ann })
  expect(await refusal(api.sendMessage(ann.id, 'Hello'))).toBe('403 Forbidden: bot was blocked by the user')
  await people('unblock', { user: ann })
  await people('fail', {
    method: 'sendMessage',
    code: 429,
    description: 'Too Many Requests: retry after 7',
    parameters: { retry_after: 7 },
  })
  expect(await refusal(api.sendMessage(ann.id, 'Hello'))).toBe('429 Too Many Requests: retry after 7')
  const first = refusal(api.getUpdates({ offset: 999_999_999, timeout: 5 }))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await api.getUpdates()
  expect(await first).toContain('409 Conflict: terminated by other getUpdates request')
  expect(await refusal(api.setWebhook('http://example.com/hook'))).toContain('HTTPS')
  expect(await refusal(api.setWebhook('https://example.com/hook', { secret_token: 'a b' }))).toContain('unallowed')
})

test('a webhook is called with its secret until it takes the update, and ends polling', async () => {
  const seen: { secret: string | undefined; text: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      const { message } = JSON.parse(body) as { message: Message }
      seen.push({
        secret: request.headers['x-telegram-bot-api-secret-token'] as string | undefined,
        text: message.text ?? '',
      })
      response.writeHead(seen.length === 1 ? 503 : 200).end()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { api } = make()
  const hook = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`
  await api.setWebhook(hook, { secret_token: 'T0-ken_', drop_pending_updates: true })
  await people('say', { user: ann, content: { text: 'Hello?' } })
  await people('say', { user: ann, chat: group, content: { text: 'And here' } })
  await expect.poll(() => seen.map(({ text }) => text)).toEqual(['Hello?', 'Hello?', 'And here'])
  expect(seen[0]?.secret).toBe('T0-ken_')
  expect((await api.getWebhookInfo()).last_error_message).toContain('503')
  expect(await refusal(api.getUpdates())).toContain("409 Conflict: can't use getUpdates")
  await api.deleteWebhook()
  expect(await api.getUpdates()).toEqual([])
  server.close()
})
