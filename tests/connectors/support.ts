// What the loops through a real server share: a company on it, inboxes, and what was said in them.
import { test as plain } from '@playwright/test'
import type { components } from '@heed/api/schema'
import { Api, type Answer, type Conversation, type Inbox } from '../e2e/support/api'
import { Server } from '../e2e/support/server'

export type Message = components['schemas']['Message']

export class Company {
  constructor(
    readonly server: Server,
    readonly owner: Api,
  ) {}

  tryInbox(channel: string, settings: object): Promise<Answer> {
    return this.owner.call('POST', '/api/v1/inboxes', { channel, name: channel, settings })
  }

  inbox(channel: string, settings: object): Promise<Inbox> {
    return this.owner.post<Inbox>('/api/v1/inboxes', { channel, name: channel, settings })
  }

  // As people see it now.
  async seen(inbox: Inbox): Promise<Inbox> {
    return (await this.owner.get<{ inbox: Inbox }>(`/api/v1/inboxes/${String(inbox.id)}/settings`)).inbox
  }

  // The oldest first.
  async messages(conversation: Conversation): Promise<Message[]> {
    const { items } = await this.owner.get<{ items: Message[] }>(`/api/v1/conversations/${String(conversation.id)}/messages`)
    return items.sort((a, b) => Date.parse(a.said_at) - Date.parse(b.said_at) || a.id - b.id)
  }
}

interface Surroundings {
  company: Company
  settings: Record<string, string> // Of the server's configuration, as the environment has them.
  listen: string
}

// A server of its own for every test; it may call the peers on loopback.
export const test = plain.extend<Surroundings>({
  settings: [{}, { option: true }],
  listen: ['127.0.0.1:0', { option: true }],
  company: async ({ settings, listen }, use) => {
    const server = await Server.start({ HEED_ALLOWED_NETWORKS: '127.0.0.0/8', ...settings }, listen)
    const owner = new Api(server)
    await owner.setUp()
    await use(new Company(server, owner))
    await server.stop()
  },
})

export { expect } from '@playwright/test'
