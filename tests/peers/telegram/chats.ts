// The world of the fake: chats, who is in them, what was said, and the updates that the bot has not confirmed yet.
export type Json = Record<string, unknown>

export interface User {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}

export interface Chat {
  id: number
  type: 'private' | 'group' | 'supergroup' | 'channel'
  title?: string
  first_name?: string
  username?: string
}

export interface Message extends Json {
  message_id: number
  date: number
  chat: Chat
  from?: User
  text?: string
}

export interface Update extends Json {
  update_id: number
}

export interface File {
  file_id: string
  file_unique_id: string
  file_path: string
  name: string
  bytes: Buffer
}

// What the bot gets unless it asks for more: https://core.telegram.org/bots/api#getupdates
const kAskedForOnly = ['chat_member', 'message_reaction', 'message_reaction_count']
const kFirstUpdate = 728_394_000

export class World {
  readonly bot: User
  readonly chats = new Map<number, Chat>()
  readonly members = new Set<number>() // Users who pressed Start and have not blocked the bot.
  readonly gone = new Map<number, number>() // Groups that became another chat.
  readonly files = new Map<string, File>()
  readonly reactions = new Map<string, Map<number, Json[]>>()
  allowed: string[] = []
  onUpdate: () => void = () => undefined
  updates: Update[] = []
  private readonly messages = new Map<string, Message>()
  private nextUpdate = kFirstUpdate
  private readonly lastMessage = new Map<number, number>()

  constructor(readonly token: string) {
    const id = Number(token.split(':')[0])
    this.bot = { id, is_bot: true, first_name: 'Lisbon Bikes', username: 'lisbon_bikes_bot' }
  }

  now(): number {
    return Math.floor(Date.now() / 1000)
  }

  chatOf(user: User): Chat {
    const known = this.chats.get(user.id)
    if (known) return known
    const chat: Chat = { id: user.id, type: 'private', first_name: user.first_name }
    if (user.username) chat.username = user.username
    this.chats.set(chat.id, chat)
    return chat
  }

  find(chat: number, id: number): Message | undefined {
    return this.messages.get(`${String(chat)}/${String(id)}`)
  }

  inChat(chat: number): Message[] {
    return [...this.messages.values()].filter((one) => one.chat.id === chat).sort((a, b) => a.message_id - b.message_id)
  }

  // Supergroups and channels count for themselves; all others together, as one account sees them.
  say(chat: Chat, from: User | undefined, content: Json): Message {
    const counter = chat.type === 'private' || chat.type === 'group' ? 0 : chat.id
    const id = (this.lastMessage.get(counter) ?? 0) + 1
    this.lastMessage.set(counter, id)
    const message: Message = { message_id: id, ...(from ? { from } : {}), chat, date: this.now(), ...content }
    this.messages.set(`${String(chat.id)}/${String(id)}`, message)
    return message
  }

  forget(chat: number, id: number): boolean {
    return this.messages.delete(`${String(chat)}/${String(id)}`)
  }

  // Only kinds that were asked for are kept; whether one is, is decided when it happens.
  happen(kind: string, content: Json): Update | undefined {
    const wanted = this.allowed.length > 0 ? this.allowed.includes(kind) : !kAskedForOnly.includes(kind)
    if (!wanted) return undefined
    const update = { update_id: this.nextUpdate++, [kind]: content }
    this.updates.push(update)
    this.onUpdate()
    return update
  }

  keep(name: string, bytes: Buffer): File {
    const number = this.files.size + 1
    const file = {
      file_id: `AgACAgIAAxkBAAI${String(number).padStart(6, '0')}`,
      file_unique_id: `AQAD${String(number).padStart(6, '0')}`,
      file_path: `documents/file_${String(number)}${/\.[a-z0-9]+$/i.exec(name)?.[0] ?? ''}`,
      name,
      bytes,
    }
    this.files.set(file.file_id, file)
    return file
  }
}
