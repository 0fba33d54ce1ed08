// What people do in their apps, as calls of a test: POST /customer/<verb> with JSON. None of this is in the Bot API.
import { createHash } from 'node:crypto'
import type { Chat, Json, Message, User, World } from './chats'
import { Refusal } from './refusal'

const kDay_s = 24 * 3600

interface Deed {
  user: User
  chat?: Chat // Where: the private chat with the bot when left out.
  message_id?: number
}

export interface Fault {
  method: string
  code?: number
  description?: string
  parameters?: Json
  cut?: 'before' | 'after' // The connection goes, before the bot's call is carried out or after it.
  html?: boolean
}

export class Customer {
  readonly faults: Fault[] = []

  readonly verbs: Record<string, (given: Json) => unknown> = {
    start: (given) => this.start(given as unknown as Deed),
    say: (given) => this.say(given as unknown as Deed & { content: Json; reply_to?: number }),
    flood: (given) => this.flood(given as unknown as Deed & { count: number }),
    upload: ({ name, base64 }) => this.world.keep(name as string, Buffer.from(base64 as string, 'base64')),
    edit: (given) => this.edit(given as unknown as Deed & { content: Json }),
    react: (given) => this.react(given as unknown as Deed & { emoji: string[] }),
    press: (given) => this.press(given as unknown as Deed & { data: string }),
    block: (given) => this.member(given as unknown as Deed, 'kicked'),
    unblock: (given) => this.member(given as unknown as Deed, 'member'),
    upgrade: ({ from, to }) => this.upgrade(from as number, to as Chat),
    seen: ({ chat }) => this.world.inChat(chat as number).map((one) => this.shown(one)),
    fail: (given) => this.faults.push(given as unknown as Fault),
    pending: () => this.world.updates.length,
    fresh: () => {
      this.faults.length = 0
      this.world.updates = []
      return true
    },
  }

  constructor(private readonly world: World) {}

  private chat({ user, chat }: Deed): Chat {
    if (!chat) return this.world.chatOf(user)
    if (!this.world.chats.has(chat.id)) this.world.chats.set(chat.id, chat)
    return this.world.chats.get(chat.id) ?? chat
  }

  private message(deed: Deed): Message {
    const found = this.world.find(this.chat(deed).id, deed.message_id ?? 0)
    if (!found) throw new Refusal(400, 'there is no such message')
    return found
  }

  private start(deed: Deed): Message {
    this.world.members.add(deed.user.id)
    return this.say({ ...deed, content: { text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 6 }] } })
  }

  private say(deed: Deed & { content: Json; reply_to?: number }): Message {
    const chat = this.chat(deed)
    if (chat.type === 'private') this.world.members.add(deed.user.id)
    const parent = deed.reply_to === undefined ? undefined : this.world.find(chat.id, deed.reply_to)
    const content = { ...(parent ? { reply_to_message: parent } : {}), ...deed.content }
    const from = chat.type === 'channel' ? undefined : deed.user
    const message = this.world.say(chat, from, content)
    this.world.happen(chat.type === 'channel' ? 'channel_post' : 'message', message)
    return message
  }

  // A day's messages, evenly.
  private flood({ count, ...deed }: Deed & { count: number }): true {
    for (let i = 1; i <= count; ++i) {
      const date = this.world.now() - Math.floor((kDay_s * (count - i)) / count)
      this.say({ ...deed, content: { text: `Message ${String(i)}`, date } })
    }
    return true
  }

  private edit(deed: Deed & { content: Json }): Message {
    const message = Object.assign(this.message(deed), deed.content, { edit_date: this.world.now() })
    this.world.happen(message.chat.type === 'channel' ? 'edited_channel_post' : 'edited_message', message)
    return message
  }

  private react(deed: Deed & { emoji: string[] }): boolean {
    const { chat, message_id } = this.message(deed)
    const key = `${String(chat.id)}/${String(message_id)}`
    const all = this.world.reactions.get(key) ?? new Map<number, Json[]>()
    const old_reaction = all.get(deed.user.id) ?? []
    const new_reaction = deed.emoji.map((emoji) => ({ type: 'emoji', emoji }))
    this.world.reactions.set(key, all.set(deed.user.id, new_reaction))
    const date = this.world.now()
    const told = this.world.happen('message_reaction', {
      chat,
      message_id,
      user: deed.user,
      date,
      old_reaction,
      new_reaction,
    })
    return told !== undefined
  }

  private press(deed: Deed & { data: string }): string {
    const id = String(Date.now())
    const message = this.message(deed)
    this.world.happen('callback_query', { id, from: deed.user, message, chat_instance: '-8471', data: deed.data })
    return id
  }

  private member(deed: Deed, status: 'kicked' | 'member'): true {
    const chat = this.chat(deed)
    const old = this.world.members.has(deed.user.id) ? 'member' : 'kicked'
    if (status === 'member') this.world.members.add(deed.user.id)
    else this.world.members.delete(deed.user.id)
    const of = (word: string): Json => ({
      user: this.world.bot,
      status: word,
      ...(word === 'kicked' ? { until_date: 0 } : {}),
    })
    const change = { chat, from: deed.user, date: this.world.now(), old_chat_member: of(old), new_chat_member: of(status) }
    this.world.happen('my_chat_member', change)
    return true
  }

  // A group that becomes a supergroup gets another id; both are told of it.
  private upgrade(from: number, to: Chat): true {
    const old = this.world.chats.get(from)
    if (!old) throw new Refusal(400, 'there is no such group')
    this.world.chats.set(to.id, to)
    this.world.gone.set(from, to.id)
    this.world.happen('message', this.world.say(old, undefined, { migrate_to_chat_id: to.id }))
    this.world.happen('message', this.world.say(to, undefined, { migrate_from_chat_id: from }))
    return true
  }

  // A message as a person sees it, with what the files in it are.
  private shown(message: Message): Json {
    const photo = (message['photo'] as Json[] | undefined)?.at(-1)
    const file = this.world.files.get(((photo ?? message['document']) as { file_id?: string } | undefined)?.file_id ?? '')
    const key = `${String(message.chat.id)}/${String(message.message_id)}`
    return {
      ...message,
      reactions: Object.fromEntries(this.world.reactions.get(key) ?? []),
      ...(file ? { file: { name: file.name, sha256: createHash('sha256').update(file.bytes).digest('hex') } } : {}),
    }
  }
}
