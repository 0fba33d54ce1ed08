// What an agent answers with beside words: files, long answers in several messages, and acts where it was said.
import { truncate, writeFile } from 'node:fs/promises'
import { Api, type Inbox } from './support/api'
import { Bot } from './support/bot'
import { expect, People, test as base } from './support/fixtures'
import { look } from './support/look'
import { Server } from './support/server'
import { word } from './support/words'

interface Shop {
  server: Server
  owner: Api
  people: People
  bot: Bot
  inbox: Inbox
}

const kPixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const test = base.extend<{ shop: Shop }>({
  shop: async ({ browser, guard }, use) => {
    const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8' })
    const people = new People(browser, guard, server.url)
    const owner = new Api(server)
    await owner.setUp()
    const bot = await Bot.start()
    const settings = { token: Bot.token, api_url: bot.url }
    const inbox = await owner.post<Inbox>('/api/v1/inboxes', { channel: 'telegram', name: 'Lisbon Bikes bot', settings })
    await use({ server, owner, people, bot, inbox })
    await people.leave()
    bot.stop()
    await server.stop()
  },
})

async function asked({ owner, people, bot, inbox }: Shop, text: string, locale = 'en-GB') {
  bot.hears('Joana', { text })
  await expect.poll(async () => (await owner.conversations(inbox)).length, { timeout: 20_000 }).toBe(1)
  const agent = await people.agent(owner, '/inbox/open', { locale })
  await agent.open(text)
  return agent
}

test('pictures are attached by button, paste and drop, described, removed, and sent', async ({ shop }) => {
  const { page, thread, replyBox } = await asked(shop, 'What does the wheel look like?')
  const files = page.getByRole('list', { name: word('attach.list') })
  await test.step('by the button', async () => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: word('attach.add') }).click()
    await (await chooser).setFiles({ name: 'wheel.png', mimeType: 'image/png', buffer: kPixel })
    await expect(files).toContainText('wheel.png')
    await files.getByRole('textbox').fill('A red wheel, seen from the side')
  })
  await test.step('by paste and by drop', async () => {
    const bytes = [...kPixel]
    await replyBox.evaluate((box, given) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(given)], 'pasted.png', { type: 'image/png' }))
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    }, bytes)
    await expect(files).toContainText('pasted.png')
    await page.locator('.composer').evaluate((form, given) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(given)], 'dropped.png', { type: 'image/png' }))
      form.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }))
      form.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, bytes)
    await expect(files.getByRole('listitem')).toHaveCount(3)
    await files.getByRole('button', { name: word('attach.remove', { name: 'dropped.png' }) }).click()
    await expect(files.getByRole('listitem')).toHaveCount(2)
    await look(page, 'attach')
    await page.setViewportSize({ width: 1440, height: 900 })
  })
  await test.step('sent', async () => {
    await replyBox.fill('It looks like this')
    await page.getByRole('button', { name: word('composer.send', { channel: 'Telegram' }) }).click()
    await expect(files).toHaveCount(0)
    await expect(thread.locator('.msg.out .thumb')).toHaveCount(2)
    await expect.poll(() => shop.bot.done.length, { timeout: 20_000 }).toBeGreaterThan(0)
    const all = shop.bot.done.map(({ body }) => body).join('')
    expect(all).toContain('wheel.png')
    expect(all).toContain('pasted.png')
    expect(all).toContain('It looks like this')
    expect(all).toContain(kPixel.toString('latin1'))
    await expect(thread.locator('.msg.out .msg-foot')).toContainText('Sent')
  })
})

test('what cannot be sent says so before it goes anywhere', async ({ shop }) => {
  const { page, replyBox } = await asked(shop, 'Send me everything')
  const files = page.getByRole('list', { name: word('attach.list') })
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: word('attach.add') }).click()
  // From the disk: 26 MB through the wire to the browser take longer on a busy machine than a test waits.
  const [empty, film] = ['empty.txt', 'film.bin'].map((name) => test.info().outputPath(name)) as [string, string]
  await writeFile(empty, '')
  await writeFile(film, '')
  await truncate(film, 26 * 1024 * 1024)
  await (await chooser).setFiles([empty, film])
  await expect(files.getByRole('alert')).toHaveCount(2)
  await expect(files).toContainText('This file is empty.')
  await expect(files).toContainText('at most 26 MB')
  await replyBox.fill('All of it')
  const send = page.getByRole('button', { name: word('composer.send', { channel: 'Telegram' }) })
  await expect(send).toHaveAttribute('aria-disabled', 'true')
  await look(page, 'attach-refused')
  await page.setViewportSize({ width: 1440, height: 900 })
  for (const name of ['empty.txt', 'film.bin'])
    await files.getByRole('button', { name: word('attach.remove', { name }) }).click()
  await expect(send).not.toHaveAttribute('aria-disabled', 'true')
})

test('files of an answer that is taken back stand in the composer again', async ({ shop }) => {
  const { page, thread } = await asked(shop, 'And the bell?')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: word('attach.add') }).click()
  await (await chooser).setFiles({ name: 'bell.png', mimeType: 'image/png', buffer: kPixel })
  const files = page.getByRole('list', { name: word('attach.list') })
  await expect(files).toContainText('bell.png')
  await expect(files.locator('progress')).toHaveCount(0)
  await page.getByRole('button', { name: word('composer.send', { channel: 'Telegram' }) }).click()
  await thread.getByRole('button', { name: word('delivery.take_back') }).click()
  await expect(files).toContainText('bell.png')
  await page.getByRole('button', { name: word('composer.send', { channel: 'Telegram' }) }).click()
  await expect.poll(() => shop.bot.done.length, { timeout: 20_000 }).toBe(1)
  expect(shop.bot.done[0]?.body).toContain('bell.png')
})

test('a long answer is shown as the messages that it becomes', async ({ shop }) => {
  const { page, replyBox } = await asked(shop, 'Tell me all about it')
  const sentences = Array.from({ length: 130 }, (_, i) => `This is sentence ${String(i)} of a rather long answer.`)
  await replyBox.fill(sentences.join(' '))
  const preview = page.locator('.parts')
  await preview.locator('summary').click()
  await expect(preview.getByRole('listitem')).toHaveCount(2)
  await expect(preview.getByRole('listitem').first()).toContainText('(1/2)')
  await look(page, 'composer-parts')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: word('composer.send', { channel: 'Telegram' }) }).click()
  await expect.poll(() => shop.bot.done.length, { timeout: 30_000 }).toBe(2)
  expect(shop.bot.done[0]?.body).toContain('(1/2)')
})

test('a message is liked where it was said, by keyboard, and a refusal takes it back', async ({ shop, guard }) => {
  guard.allow(/status of (409|502)/)
  const { page, thread } = await asked(shop, 'You are quick!')
  const menu = thread.locator('.msg.in').getByRole('button', { name: word('do.menu') })
  await menu.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: word('do.like') }).press('Enter')
  await expect(thread).toContainText('Liked by')
  await expect.poll(() => shop.bot.done.map(({ method }) => method)).toEqual(['setMessageReaction'])
  await look(page, 'message-acts')
  await page.setViewportSize({ width: 1440, height: 900 })
  shop.bot.refuses = 'Bad Request: not enough rights'
  await menu.click()
  await page.getByRole('menuitem', { name: word('do.unlike') }).click()
  await expect(page.getByText('not enough rights')).toBeVisible()
  await expect(thread).toContainText('Liked by')
})

test('our own message is removed there and here, once asked about', async ({ shop }) => {
  const agent = await asked(shop, 'Which size?')
  const { page, thread } = agent
  await agent.reply('Size 54, the wrong one')
  await expect.poll(() => shop.bot.done.length, { timeout: 20_000 }).toBe(1)
  const own = thread.locator('.msg.out')
  await own.getByRole('button', { name: word('do.menu') }).click()
  await page.getByRole('menuitem', { name: word('do.remove') }).click()
  await own
    .getByRole('alertdialog')
    .getByRole('button', { name: word('do.remove') })
    .click()
  await expect(thread).not.toContainText('the wrong one')
  await expect.poll(() => shop.bot.done.at(-1)?.method).toBe('deleteMessages')
})

test('from right to left', async ({ shop }) => {
  const { page } = await asked(shop, 'أين دراجتي؟', 'ar')
  await page.locator('input[type=file]').setInputFiles([
    { name: 'wheel.png', mimeType: 'image/png', buffer: kPixel },
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ])
  await expect(page.locator('.attached-file')).toHaveCount(2)
  await look(page, 'attach-rtl')
})
