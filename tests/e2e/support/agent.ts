// An agent in the workspace.
import { expect, type Locator, type Page } from '@playwright/test'
import { word } from './words'

export class Agent {
  readonly list: Locator
  readonly cutOff: Locator // Says that nothing new comes; alerts, which another test may have raised, have a banner too.
  readonly thread: Locator
  readonly replyBox: Locator
  readonly noteBox: Locator

  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {
    this.list = page.getByRole('listbox')
    this.cutOff = page.locator('.banner:not(.alert-banner)')
    this.thread = page.getByRole('log')
    this.replyBox = page.getByRole('textbox', { name: word('composer.reply_label') })
    this.noteBox = page.getByRole('textbox', { name: word('composer.note_label') })
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.url + path)
  }

  row(text: string): Locator {
    return this.page.getByRole('option').filter({ hasText: text })
  }

  async open(text: string): Promise<void> {
    // A list makes only the rows that are seen: one further down is there once it is scrolled to.
    await expect(async () => {
      if (!(await this.row(text).isVisible())) {
        await this.list.hover()
        await this.page.mouse.wheel(0, 300)
        // Under the pointer the list holds still, and what is new would stay out of it.
        await this.page.mouse.move(0, 0)
      }
      await expect(this.row(text)).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 15_000 })
    // A list that still rolls may take the row away from under the click.
    await expect(async () => {
      await this.row(text).click()
      await expect(this.thread).toContainText(text, { timeout: 3_000 })
    }).toPass({ timeout: 15_000 })
    // The list holds still as long as the pointer is over it.
    await this.page.mouse.move(900, 5)
  }

  async reply(text: string): Promise<void> {
    await this.choose('reply')
    await this.replyBox.fill(text)
    await this.button('composer.send').click()
  }

  async note(text: string): Promise<void> {
    await this.choose('note')
    await this.noteBox.fill(text)
    await this.button('composer.add_note').click()
  }

  private async choose(mode: 'reply' | 'note'): Promise<void> {
    const radio = this.page.getByRole('radio', { name: word(`composer.${mode}`) })
    if (!(await radio.isChecked())) await this.page.locator('label', { has: radio }).click()
  }

  button(key: string, values: Record<string, string> = {}): Locator {
    return this.page.getByRole('button', { name: word(key, values) })
  }

  // The running clock of the open conversation, as it is read: "4:57", "12 m".
  get clock(): Locator {
    return this.page.locator('.thread-head .clk .num')
  }

  get met(): Locator {
    return this.page.locator('.thread-head .met')
  }

  async texts(): Promise<string[]> {
    return this.thread.locator('.msg-text').allInnerTexts()
  }
}
