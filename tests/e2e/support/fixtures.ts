// What a test is given: a server with a company on it (one for each worker), an inbox of its own, and people with browsers.
import { test as plain, type Browser, type BrowserContext, type BrowserContextOptions } from '@playwright/test'
import { Agent } from './agent'
import { Api, type Inbox } from './api'
import { Guard } from './guard'
import { Line } from './line'
import { Server } from './server'
import { sizes } from './look'
import { Visitor } from './visitor'

export interface Company {
  server: Server
  owner: Api
}

interface Given extends BrowserContextOptions {
  url?: string // Another way to the server, such as a line that can be cut.
}

export class People {
  private readonly contexts: BrowserContext[] = []

  constructor(
    private readonly browser: Browser,
    private readonly guard: Guard,
    private readonly url: string,
  ) {}

  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: sizes.desk, locale: 'en-GB', ...options })
    this.contexts.push(context)
    this.guard.watch(context)
    return context
  }

  // Somebody signed in, at a page of the workspace.
  async agent(api: Api, path = '/inbox/owed', { url = this.url, ...options }: Given = {}): Promise<Agent> {
    const context = await this.context(options)
    await context.addCookies(api.cookies)
    const agent = new Agent(await context.newPage(), url)
    await agent.go(path)
    return agent
  }

  async visitor(inbox: Inbox, { url = this.url, ...options }: Given = {}): Promise<Visitor> {
    const context = await this.context({ viewport: { width: 1000, height: 900 }, ...options })
    return new Visitor(await context.newPage(), url, inbox.key)
  }

  async leave(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close()
  }
}

interface Fixtures {
  guard: Guard
  people: People
  inbox: Inbox
  line: Line
}

export const test = plain.extend<Fixtures, { company: Company }>({
  company: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names out of the pattern.
    async ({}, use) => {
      const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8' })
      const owner = new Api(server)
      await owner.setUp()
      await use({ server, owner })
      await server.stop()
    },
    { scope: 'worker' },
  ],
  guard: [
    // eslint-disable-next-line no-empty-pattern -- as above.
    async ({}, use) => {
      const guard = new Guard()
      await use(guard)
      plain.expect(guard.complaints, 'errors on the console').toEqual([])
    },
    { auto: true },
  ],
  people: async ({ browser, guard, company }, use) => {
    const people = new People(browser, guard, company.server.url)
    await use(people)
    await people.leave()
  },
  inbox: async ({ company }, use, info) => {
    await use(await company.owner.inbox(`Site ${info.testId.slice(-6)}`))
  },
  line: async ({ company }, use) => {
    const line = await Line.to(company.server.url)
    await use(line)
    await line.close()
  },
})

export { expect } from '@playwright/test'
