// What was said is found again, by its words and by whom it concerns, and one gets to it by the keyboard.
import { expect, test } from './support/fixtures'

test('an agent finds what was said and goes there', async ({ people, company, inbox }) => {
  await company.owner.visitorSays(inbox, ['My parcels <b>never</b> came'], { name: 'Sofia Reis' })
  await company.owner.visitorSays(inbox, ['東京駅にいます'], { name: 'Ken' })
  const agent = await people.agent(company.owner)
  const { page } = agent
  const field = page.getByRole('searchbox')
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await expect(field).toBeFocused({ timeout: 1500 })
  }).toPass({ timeout: 10_000 })
  await expect(async () => {
    await field.fill('')
    await field.fill('parcel')
    await expect(page.locator('.hit mark')).toHaveText('parcels', { timeout: 1500 })
  }).toPass({ timeout: 10_000 })
  // Text of a customer is text.
  await expect(page.locator('.hit-text')).toHaveText('My parcels <b>never</b> came')
  await field.fill('東京')
  await expect(page.locator('.hit mark')).toHaveText('東京')
  await expect(page).toHaveURL(/\/search\?q=/)
  await field.fill('parcel')
  await expect(page.locator('.hit mark')).toHaveText('parcels')
  await page.locator('.hit').click()
  await expect(agent.thread).toContainText('never')
  await page.goBack()
  await expect(page.locator('.hit mark')).toHaveText('parcels')
})

test('filters are fields of the text, and what is wrong is said', async ({ people, company, inbox, guard }) => {
  guard.allow(/status of 422/)
  await company.owner.visitorSays(inbox, ['Is the recumbent on its way?'], { name: 'Rui' })
  const agent = await people.agent(company.owner)
  const { page } = agent
  await agent.go('/search?q=recumbent')
  const field = page.getByRole('searchbox')
  await expect(async () => {
    await page.reload()
    await expect(page.locator('.hit')).toHaveCount(1, { timeout: 1500 })
  }).toPass({ timeout: 10_000 })
  await page.getByRole('checkbox').check()
  await expect(field).toHaveValue('recumbent is:owed')
  await expect(page.locator('.hit')).toHaveCount(1)
  await field.fill('recumbent status:resolved')
  await expect(page.locator('.hit')).toHaveCount(0)
  await field.fill('recumbent team:Nobody')
  await expect(page.locator('#search-refused')).toContainText('there is no team called')
})
