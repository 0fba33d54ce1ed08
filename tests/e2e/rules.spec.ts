// A rule from its making to what it did: made in its form, tried on what was said before, switched on, and told in the thread.
import { expect, test } from './support/fixtures'
import { look } from './support/look'
import { word } from './support/words'

for (const language of ['en', 'ar']) {
  test(`a rule is made, tried and kept, ${language}`, async ({ people, company, guard }) => {
    test.setTimeout(180_000)
    guard.allow(/status of 422/)
    const end = language === 'en' ? '' : '-rtl'
    const inbox = await company.owner.inbox(`Shop of rules ${language}`)
    await company.owner.visitorSays(inbox, [`My refund ${language} never came.`], { name: 'Rui Costa' })
    const agent = await people.agent(company.owner, '/settings/rules', { locale: language === 'ar' ? 'ar' : 'en-GB' })
    const { page } = agent
    const desk = () => page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('#rule-new').click()
    await page.locator('.card-form input').first().fill(`Refunds ${language}`)
    await page.locator('.rule-if .add-part').click()
    const condition = page.locator('.rule-if .rule-row')
    await condition.locator('select').first().selectOption('text')
    await condition.locator('textarea').fill(`refund ${language}`)
    await condition.locator('textarea').blur()
    await page.locator('.rule-then .rule-row input').fill('money')
    await page.locator('.rule-try .btn').click()
    await expect(page.locator('.rule-try .links-item')).toHaveCount(1)
    await expect(page.locator('.rule-try .links-item')).toContainText('Rui Costa')
    await look(page, `rule-form${end}`)
    await desk()
    await page.locator('.form-acts .primary').click()
    const line = page.locator('.rule-line').filter({ hasText: `Refunds ${language}` })
    await line.getByRole('switch').check()
    await look(page, `rules${end}`)
    await desk()

    // It answers to what is said from now on.
    if (language !== 'en') return
    const said = await company.owner.visitorSays(inbox, ['Where is my refund en?'], { name: 'Inês Faria' })
    await line.getByRole('button', { name: word('rules.runs_of', { name: 'Refunds en' }) }).click()
    await expect(async () => {
      await page.keyboard.press('Escape')
      await line.getByRole('button', { name: word('rules.runs_of', { name: 'Refunds en' }) }).click()
      await expect(page.locator('.modal .links-item')).toHaveCount(1, { timeout: 2000 })
    }).toPass()
    expect(said).toBeTruthy()
    await look(page, 'rule-runs')
  })
}
