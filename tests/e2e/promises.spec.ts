// Promises from their making to their keeping: hours and a policy, a chat that waits, the page of who is owed, the answer, and the
// report that counts it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

test('what is promised is kept, and counted', async ({ people, company, guard }) => {
  test.setTimeout(180_000)
  guard.allow(/status of 422/)
  const agent = await people.agent(company.owner, '/settings/hours')
  const { page } = agent
  const field = (key: string) => page.getByLabel(word(key), { exact: true })

  // Hours: a lunch break, copied to the week, and what they mean for Friday evening.
  await agent.button('hours.new').click()
  await field('promises.name').fill('Lisbon office')
  await field('hours.zone').fill('Europe/Lisbon')
  const end = page.getByLabel(word('hours.to', { day: 'Monday', n: '1' }))
  await end.fill('8')
  await agent.button('form.save').click()
  await expect(page.getByRole('group', { name: 'Monday' }).getByRole('alert')).toBeVisible()
  await end.fill('12')
  await end.press('Tab')
  await expect(end).toHaveValue('12:00')
  await agent.button('hours.add', { day: 'Monday' }).click()
  await expect(page.getByLabel(word('hours.from', { day: 'Monday', n: '2' }))).toHaveValue('13:00')
  await agent.button('hours.copy', { day: 'Monday' }).click()
  await agent.button('hours.copy_do').click()
  await expect(page.getByLabel(word('hours.to', { day: 'Friday', n: '2' }))).toHaveValue('17:00')
  await expect(page.locator('.due-found')).toContainText('Monday')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(calendar) })
  await expect(page.getByLabel(word('hours.holiday_name', { n: '1' }))).toHaveValue('Natal')
  await agent.button('form.save').click()
  await expect(page.locator('.hours-line')).toContainText('Lisbon office')

  // A promise of ten minutes on the chat.
  const inbox = await company.owner.inbox('Shop of promises')
  await agent.go('/settings/promises')
  await agent.button('promises.new').click()
  const form = page.getByRole('region', { name: word('promises.new') })
  const first = page.getByRole('spinbutton', { name: /^First answer within/ })
  await field('promises.name').fill('Chats at once')
  await field('promises.inbox').selectOption({ label: 'Shop of promises' })
  await first.fill('')
  await form.getByRole('button', { name: word('form.save') }).click()
  await expect(page.locator('.card-form .fault')).toBeVisible()
  await first.fill('10')
  await page.getByLabel(word('promises.unit_of', { what: 'First answer within' })).selectOption('minutes')
  await agent.button('promises.add_step').click()
  await form.getByRole('button', { name: word('form.save') }).click()
  await expect(page.locator('.policy-text').filter({ hasText: 'Chats at once' })).toContainText('10 min')

  // Somebody waits.
  await agent.go(`/owed?inbox=${String(inbox.id)}`)
  await expect(page.getByText(word('owed.nobody_here'))).toBeVisible()
  const talk = await company.owner.visitorSays(inbox, ['Is the Alfama in blue in stock?'], { name: 'Rui Costa' })
  const row = page.locator('.owed-row').filter({ hasText: 'Is the Alfama in blue' })
  await expect(row).toBeVisible()
  await row.click()

  // Why the clock is due then.
  await page.locator('.head-why').click()
  await expect(page.locator('.clock-why')).toContainText('Chats at once')
  await page.keyboard.press('Escape')

  // Answered: gone from the page, and in the report.
  await agent.go(`/owed?inbox=${String(inbox.id)}`)
  await expect(row).toBeVisible()
  await company.owner.reply(talk, 'Yes, two of them.')
  await expect(row).toHaveCount(0)
  await agent.go('/report/promises')
  const counted = page.getByRole('row').filter({ hasText: 'Shop of promises' })
  await expect(counted.getByRole('cell')).toHaveText(['1', '1', '0', '0', '0', '100%'])
})

for (const language of ['en', 'ar']) {
  test(`how promises look, ${language}`, async ({ people, company }) => {
    test.setTimeout(240_000)
    const end = language === 'en' ? '' : '-rtl'
    const inbox = await company.owner.inbox(`Shop of looks ${language}`)
    const week = { mon: [['09:00', '12:30'], ['13:30', '17:00']], sat: [['10:00', '14:00']] } // prettier-ignore
    const holidays = [{ day: '2026-12-25', name: 'Natal', yearly: true }]
    const { id } = await company.owner.post<{ id: number }>('/api/v1/business_hours', {
      name: `Porto ${language}`,
      timezone: 'Europe/Lisbon',
      week,
      holidays,
    })
    await company.owner.post('/api/v1/sla/policies', {
      name: `Key customers ${language}`,
      inbox_id: inbox.id,
      segment: 'key',
      first_response_s: 1800,
      next_response_s: 7200,
      counted: 'calendar',
      hours_id: id,
      escalate_s: [1800, 3600],
    })
    await company.owner.visitorSays(inbox, ['Good morning, my Alfama came with a bent mudguard.'], { name: 'Rui Costa' })
    const done = await company.owner.visitorSays(inbox, ['Are you open on Sunday?'], { name: 'Inês Faria' })
    await company.owner.reply(done, 'From ten to four.')
    const agent = await people.agent(company.owner, '/owed', { locale: language === 'ar' ? 'ar' : 'en-GB' })
    const { page } = agent
    const desk = () => page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('.owed-row').first().waitFor()
    await look(page, `owed${end}`)
    await desk()
    await agent.go('/report/promises')
    await page.locator('.ledger tbody tr').first().waitFor()
    await look(page, `report-promises${end}`)
    await desk()
    await agent.go('/settings/promises')
    await page.locator('.policy-text').first().waitFor()
    await look(page, `promises${end}`)
    await desk()
    await page.getByRole('button', { name: `Key customers ${language}` }).click()
    await page.locator('.card-form').waitFor()
    await look(page, `promise-form${end}`)
    await desk()
    await agent.go('/settings/hours')
    await page.locator('.hours-line').first().waitFor()
    await look(page, `hours${end}`)
    await desk()
    await page.locator(`#hours-${String(id)}`).click()
    await page.locator('.week-row').first().waitFor()
    await look(page, `hours-form${end}`)
  })
}

const calendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Heed//tests//EN',
  'BEGIN:VEVENT',
  'UID:natal@example.org',
  'DTSTAMP:20260101T000000Z',
  'DTSTART;VALUE=DATE:20261225',
  'RRULE:FREQ=YEARLY',
  'SUMMARY:Natal',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

test('days off come from a calendar on the web', async ({ people, company, guard }) => {
  guard.allow(/status of 422/)
  let calendar = 'BEGIN:VCALENDAR\r\n'
  for (const [day, name] of [
    ['20271208', 'Imaculada Conceição'],
    ['20271225', 'Natal'],
  ])
    calendar += `BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${String(day)}\r\nSUMMARY:${String(name)}\r\nEND:VEVENT\r\n`
  const server = createServer((request, response) => {
    if (request.url === '/off.ics') response.end(`${calendar}END:VCALENDAR\r\n`)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const hours = await company.owner.post<{ id: number }>('/api/v1/business_hours', {
    name: 'Office of the web',
    timezone: 'Europe/Lisbon',
    week: { mon: [['09:00', '17:00']] },
  })
  const agent = await people.agent(company.owner, '/settings/hours')
  const { page } = agent
  const open = () => page.locator(`#hours-${String(hours.id)}`).click()
  const part = page.locator('.holiday-feed')
  await open()
  await part.getByRole('textbox').fill(`${address}/nothing.ics`)
  await agent.button('hours.feed_follow').click()
  await expect(part.locator('.fault')).toContainText('404')
  await part.getByRole('textbox').fill(`${address}/off.ics`)
  await agent.button('hours.feed_follow').click()
  await expect(part).toContainText('2 days off from the calendar at 127.0.0.1.')
  await expect(page.locator('.due-preview')).toContainText('is due on')
  await part.locator('summary').click()
  await expect(part).toContainText('Imaculada Conceição')
  await look(page, 'hours-feed')
  await page.setViewportSize({ width: 1440, height: 900 })
  await agent.button('hours.feed_leave').click()
  await expect(part.getByRole('textbox')).toBeVisible()
  server.close()
})
