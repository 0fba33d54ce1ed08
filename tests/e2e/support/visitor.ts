// A visitor of the company's site, at the chat.
import { expect, type Frame, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { chatWord } from './words'

export class Visitor {
  readonly panel: FrameLocator
  readonly log: Locator
  readonly box: Locator
  readonly launcher: Locator

  constructor(
    readonly page: Page,
    private readonly url: string,
    readonly key: string,
  ) {
    this.panel = page.frameLocator('heed-chat iframe')
    this.log = this.panel.getByRole('log')
    this.box = this.panel.getByLabel(chatWord('write'))
    this.launcher = page.locator('heed-chat button')
  }

  async visit(): Promise<void> {
    await this.page.goto(`${this.url}/visit/${this.key}`)
  }

  async open(): Promise<void> {
    await this.visit()
    await this.launcher.click()
    await expect(this.box).toBeVisible()
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text)
    await this.box.press('Enter')
  }

  // The panel's own document.
  frame(): Frame {
    const found = this.page.frames().find((one) => one.url().includes('/widget/'))
    if (!found) throw new Error('The chat is not open.')
    return found
  }

  // What stands in the log, in order.
  async texts(): Promise<string[]> {
    return this.log.locator('.text').allInnerTexts()
  }

  async skipWho(): Promise<void> {
    await this.panel.getByRole('button', { name: chatWord('skip') }).click()
  }
}
