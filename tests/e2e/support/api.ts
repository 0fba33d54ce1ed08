// The API as a program uses it, to make what a test begins with: people, inboxes, words already said.
import { createHmac, randomUUID } from 'node:crypto'
import type { components } from '@heed/api/schema'
import type { Server } from './server'

type Schemas = components['schemas']
export type Session = Schemas['Session']
export type Inbox = Schemas['Inbox']
export type Conversation = Schemas['Conversation']
export type User = Schemas['User']

export const kPassword = 'seven hills eleven gears'
export const owner = { name: 'Mira Duarte', email: 'mira@lisbonbikes.example' }

export interface Answer {
  status: number
  body: unknown
}

export class Api {
  private cookie = ''
  private csrf = ''

  constructor(readonly server: Server) {}

  // Makes the company and its owner, and is signed in as the owner.
  async setUp(company = 'Lisbon Bikes'): Promise<void> {
    const body = { token: this.server.setupToken, organization_name: company, language: 'en', time_zone: 'Europe/Lisbon' }
    this.enter(await this.post<Session>('/api/v1/setup', { ...body, ...owner, password: kPassword }))
  }

  async signIn(email: string = owner.email): Promise<Session> {
    return this.enter(await this.post<Session>('/api/v1/session', { email, password: kPassword }))
  }

  // Invites a colleague, who accepts at once.
  async colleague(name: string, email: string, role: User['role'] = 'agent'): Promise<Api> {
    const { link } = await this.post<Schemas['Invited']>('/api/v1/users', { name, email, role })
    const own = new Api(this.server)
    const token =
      link
        .split('/')
        .at(-1)
        ?.replace(/^.*token=/, '') ?? ''
    own.enter(await own.post<Session>('/api/v1/invitations/accept', { token, name, password: kPassword }))
    return own
  }

  inbox(name: string, settings: { greeting?: string; sites?: string[] } = {}): Promise<Inbox> {
    const given = { greeting: 'Hello. What can we do for you?', sites: [], ...settings }
    return this.post<Inbox>('/api/v1/inboxes', { channel: 'web_chat', name, settings: given })
  }

  // An inbox that another system hands over to.
  door(name: string): Promise<Inbox> {
    return this.post<Inbox>('/api/v1/inboxes', { channel: 'api', name, settings: {} })
  }

  // Signed as Standard Webhooks has it; gives the counts of the answer.
  async handOver(inbox: Inbox, items: object[]): Promise<Answer> {
    const settings = await this.get<Schemas['InboxSettings']>(`/api/v1/inboxes/${String(inbox.id)}/settings`)
    const secret = Buffer.from((settings.webhook_secret ?? '').replace('whsec_', ''), 'base64')
    const body = JSON.stringify({ items })
    const [id, at] = [randomUUID(), String(Math.floor(Date.now() / 1000))]
    const signature = createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')
    return new Api(this.server).call('POST', `/hooks/${inbox.channel}/${inbox.key}`, body, {
      'webhook-id': id,
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signature}`,
    })
  }

  async conversations(inbox: Inbox): Promise<Conversation[]> {
    return (await this.get<Schemas['ConversationPage']>(`/api/v1/conversations?view=all&inbox_id=${String(inbox.id)}`)).items
  }

  // The one conversation of an inbox.
  async only(inbox: Inbox): Promise<Conversation> {
    const [conversation, ...others] = await this.conversations(inbox)
    if (!conversation || others.length > 0) throw new Error(`${inbox.name}: one conversation was expected`)
    return conversation
  }

  // `files`: what upload() gave.
  reply(conversation: Conversation, text: string, files: number[] = []): Promise<Schemas['Said']> {
    return this.post(`/api/v1/conversations/${String(conversation.id)}/messages`, { text, files })
  }

  async upload(name: string, type: string, content: string): Promise<number> {
    const { id } = await this.post<Schemas['Upload']>('/api/v1/uploads', { name, type, size: Buffer.byteLength(content) })
    const bytes = { 'Content-Type': 'application/octet-stream' }
    const { status } = await this.call('POST', `/api/v1/uploads/${String(id)}/parts?offset=0`, content, bytes)
    if (status !== 200) throw new Error(`${name}: the upload was answered with ${String(status)}`)
    return id
  }

  note(conversation: Conversation, text: string): Promise<Schemas['Said']> {
    return this.post(`/api/v1/conversations/${String(conversation.id)}/notes`, { text })
  }

  // Somebody who writes without a browser; gives what the chat answered.
  async visitorSays(inbox: Inbox, texts: string[], profile: { name?: string; email?: string } = {}): Promise<Conversation> {
    const base = `/api/v1/widget/${inbox.key}`
    const visitor = new Api(this.server)
    const { token } = await visitor.post<Schemas['Visitor']>(`${base}/visitors`, {})
    for (const text of texts)
      await visitor.post(`${base}/messages`, { text, ...profile }, { Authorization: `Bearer ${token}` })
    return this.conversationOf(inbox, texts.at(-1) ?? '')
  }

  // The one whose last word this is.
  async conversationOf(inbox: Inbox, lastText: string): Promise<Conversation> {
    const found = (await this.conversations(inbox)).find(({ last_text }) => last_text === lastText)
    if (!found) throw new Error(`${inbox.name}: no conversation ends with '${lastText}'`)
    return found
  }

  get cookies(): { name: string; value: string; domain: string; path: string; secure: boolean; httpOnly: boolean }[] {
    const [name = '', value = ''] = this.cookie.split(/=(.*)/s)
    return [{ name, value, domain: '127.0.0.1', path: '/', secure: true, httpOnly: true }]
  }

  async signOut(): Promise<void> {
    await this.call('DELETE', '/api/v1/session')
  }

  get<T>(path: string): Promise<T> {
    return this.good<T>('GET', path)
  }

  post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return this.good<T>('POST', path, body, headers)
  }

  // The answer as it comes, refusals too.
  async call(method: string, path: string, body?: object | string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.server.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'POST' ? { 'Idempotency-Key': randomUUID() } : {}),
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'X-Heed-CSRF': this.csrf } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const set = response.headers.getSetCookie().find((one) => one.startsWith('__Host-heed='))
    if (set) this.cookie = set.split(';')[0] ?? ''
    const text = await response.text()
    let parsed: unknown = text
    try {
      parsed = JSON.parse(text)
    } catch {
      // Not JSON: the text itself is the answer.
    }
    return { status: response.status, body: parsed }
  }

  private enter(session: Session): Session {
    this.csrf = session.csrf_token
    return session
  }

  private async good<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.call(method, path, body, headers)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`)
    return answer.body as T
  }
}
