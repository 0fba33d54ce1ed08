// What is to be done later: a reminder and a promised call are planned in the conversation's panel, stand on its thread and in the
// list of who is to do them, and the call is written down.
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

for (const language of ['en', 'ar']) {
  test(`a call is promised, found and kept, ${language}`, async ({ people, company, guard }) => {
    test.setTimeout(180_000)
    guard.allow(/status of 422/)
    const inbox = await company.owner.inbox(`Shop of later ${language}`)
    const talk = await company.owner.visitorSays(inbox, ['Could you call me about the wheel?'], { name: 'Rui Costa' })
    const agent = await people.agent(company.owner, `/inbox/all/${String(talk.id)}`, {
      locale: language === 'ar' ? 'ar' : 'en-GB',
    })
    const { page } = agent
    if (language === 'ar') {
      // In their own language only how it looks.
      const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
      const path = `/api/v1/conversations/${String(talk.id)}/follow_ups`
      await company.owner.post(path, { kind: 'reminder', text: 'Ask whether the wheel fits', due_at: at(40) })
      await company.owner.post(path, { kind: 'call_back', phone: '+351 21 123', from_at: at(1), due_at: at(2) })
      await page.locator('.later-one').nth(1).waitFor()
      await look(page, 'later-rtl')
      return
    }
    const section = page.getByRole('region', { name: word('later.label') })
    await expect(section.getByText(word('later.none'))).toBeVisible()

    // A number that is none is refused where it stands.
    await section.getByRole('button', { name: word('later.promise') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(word('later.phone')).fill('later')
    await look(page, 'later-form', { sizes: ['desk'] })
    await page.setViewportSize({ width: 1440, height: 900 })
    await dialog.getByRole('button', { name: word('later.save') }).click()
    await expect(dialog.locator('.field.bad .fault')).toBeVisible()
    await dialog.getByLabel(word('later.phone')).fill('+351 21 1234567')
    await dialog.getByLabel('What it is about').fill('About the wheel')
    await dialog.getByRole('button', { name: word('later.save') }).click()
    await expect(section.locator('.later-one')).toContainText('+351 21 1234567')
    await expect(page.locator('.thread-note').filter({ hasText: 'Call promised' })).toBeVisible()

    await section.getByRole('button', { name: word('later.plan') }).click()
    await dialog.getByLabel(word('later.what')).fill('Ask whether the wheel fits')
    await dialog.getByLabel(word('later.owner')).selectOption({ label: 'Mira Duarte' })
    await dialog.getByRole('button', { name: word('later.save') }).click()
    await expect(section.locator('.later-one')).toHaveCount(2)
    await look(page, 'later')
    await page.setViewportSize({ width: 1440, height: 900 })

    // Whose it is finds it.
    await agent.go('/told')
    await expect(page.locator('.my-later').getByText('Ask whether the wheel fits')).toBeVisible()
    await look(page, 'later-mine')
    await page.setViewportSize({ width: 1440, height: 900 })

    // The call is made, and settles the matter.
    await agent.go(`/inbox/all/${String(talk.id)}`)
    await section.getByRole('button', { name: word('later.call_now') }).click()
    await dialog.getByLabel(word('later.enc_text')).fill('They take the blue one')
    await dialog.getByLabel('This answers what they asked').check()
    await look(page, 'later-encounter', { sizes: ['desk'] })
    await page.setViewportSize({ width: 1440, height: 900 })
    await dialog.getByRole('button', { name: word('later.enc_save') }).click()
    await expect(page.locator('.thread-note').filter({ hasText: 'They take the blue one' })).toBeVisible()
    await expect(section.locator('.later-one')).toHaveCount(1)
    const now = await company.owner.get<{ status: string; dismiss_reason: string }>(
      `/api/v1/conversations/${String(talk.id)}`,
    )
    expect([now.status, now.dismiss_reason]).toEqual(['resolved', 'handled_elsewhere'])

    // Done, and undone.
    await section.getByRole('button', { name: word('later.done_one', { what: 'Ask whether the wheel fits' }) }).click()
    await expect(section.getByText(word('later.none'))).toBeVisible()
    await page.keyboard.press('z')
    await expect(section.locator('.later-one')).toHaveCount(1)

    // All of it is there for whoever comes later.
    await page.reload()
    await expect(page.locator('.thread-note').filter({ hasText: 'Call promised' })).toBeVisible()
    await expect(page.locator('.thread-note').filter({ hasText: 'They take the blue one' })).toBeVisible()
  })
}
