// Strikes: added in the panel with a reason, told in the thread, taken back; the second tells a lead; and how they age is set.
import { expect, test } from './support/fixtures'
import { look } from './support/look'

for (const language of ['en', 'ar']) {
  test(`mishaps add up, are seen and are taken back, ${language}`, async ({ people, company, guard }) => {
    test.setTimeout(240_000)
    guard.allow(/status of 422/)
    const end = language === 'en' ? '' : '-rtl'
    const options = { locale: language === 'ar' ? 'ar' : 'en-GB' }
    const inbox = await company.owner.inbox(`Shop of strikes ${language}`)
    const talk = await company.owner.visitorSays(inbox, ['Your courier was rude to me.'], { name: 'Rui Costa' })
    const { page } = await people.agent(company.owner, `/inbox/owed/${String(talk.id)}`, options)
    const panel = page.locator('.strikes').first()
    await expect(panel).toBeVisible()
    await expect(panel.locator('.strikes-list li')).toHaveCount(0)
    for (const [i, why] of ['The courier confirms it', 'We sent the wrong part'].entries()) {
      await panel.locator('.strikes-add').click()
      await panel.locator('.strike-form textarea').fill(why)
      if (i === 1) await panel.locator('.strike-form select').selectOption('promise_broken')
      await panel.locator('.strike-form .primary').click()
      await expect(panel.locator('.strikes-list li')).toHaveCount(i + 1)
    }
    await expect(panel.locator('.strike-level i.full')).toHaveCount(2)
    await expect(page.getByRole('log').locator('.thread-note').filter({ hasText: 'We sent the wrong part' })).toBeVisible()
    await expect(panel.locator('.strikes-list li').first().locator('.strike-facts')).toHaveCount(2) // … and what followed.
    await look(page, `strikes-panel${end}`, { sizes: ['desk'] })
    await page.setViewportSize({ width: 1440, height: 900 })

    await panel.locator('.strikes-list li .btn').first().click()
    await look(page, `strikes-sure${end}`)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('.strikes-acts .primary').click()
    await expect(panel.locator('.strikes-list li.undone')).toHaveCount(1)
    await expect(panel.locator('.strike-level i.full')).toHaveCount(1)
    await expect(page.getByRole('log').locator('.thread-note').filter({ hasText: 'We sent the wrong part' })).toHaveCount(2)

    await page.goto(`${company.server.url}/contacts/${String(talk.contact_id)}`)
    await expect(page.locator('.strikes-list li')).toHaveCount(2)
    await look(page, `strikes-contact${end}`)

    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${company.server.url}/settings/strikes`)
    const days = page.locator('.strike-settings input[type=number]').first()
    await days.fill('30')
    await expect(page.locator('.age-chart')).toContainText('30')
    await look(page, `strikes-settings${end}`)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('.strike-settings .primary').click()
    await expect(page.locator('.toast')).toBeVisible()
    await page.reload()
    await expect(page.locator('.strike-settings input[type=number]').first()).toHaveValue('30')
  })
}
