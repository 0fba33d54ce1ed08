// The methods of the Bot API that Heed calls, refusing what the real one refuses: https://core.telegram.org/bots/api
import type { Chat, Json, Message, World } from './chats'
import type { Delivery } from './delivery'
import type { Given, Upload } from './multipart'
import { bad, parameters, Refusal } from './refusal'

const kLongestText = 4096
const kLongestCaption = 1024
const kLargestPhoto = 10 * 1024 * 1024
const kLargestDocument = 50 * 1024 * 1024
const kEmoji = new Set(['👍', '👎', '❤', '🔥', '🎉', '😁', '🤔', '😢', '🙏', '👌'])

const kSending = {
  chat_id: 'chat',
  message_thread_id: 'integer?',
  reply_parameters: 'object?',
  disable_notification: 'boolean?',
  parse_mode: 'string?',
  reply_markup: 'object?',
} as const

export type Method = (given: Given) => unknown

export class BotApi {
  readonly methods: Record<string, Method> = {
    getMe: ({ fields }) => {
      parameters(fields, {})
      return { ...this.world.bot, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false }
    },
    getUpdates: ({ fields }) => this.delivery.getUpdates(fields),
    setWebhook: ({ fields }) => this.delivery.setWebhook(fields),
    deleteWebhook: ({ fields }) => this.delivery.deleteWebhook(fields),
    getWebhookInfo: ({ fields }) => this.delivery.getWebhookInfo(fields),
    sendMessage: (given) => this.sendMessage(given),
    sendPhoto: (given) => this.sendFile(given, 'photo'),
    sendDocument: (given) => this.sendFile(given, 'document'),
    sendMediaGroup: (given) => this.sendMediaGroup(given),
    editMessageText: ({ fields }) => this.editMessageText(fields),
    deleteMessage: ({ fields }) => this.deleteMessage(fields),
    deleteMessages: ({ fields }) => this.deleteMessages(fields),
    setMessageReaction: ({ fields }) => this.setMessageReaction(fields),
    answerCallbackQuery: ({ fields }) => {
      parameters(fields, { callback_query_id: 'string', text: 'string?' })
      return true
    },
    getFile: ({ fields }) => this.getFile(fields),
  }

  constructor(
    private readonly world: World,
    private readonly delivery: Delivery,
  ) {}

  private chat(id: unknown): Chat {
    const moved = this.world.gone.get(id as number)
    if (moved !== undefined)
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: moved })
    const chat = this.world.chats.get(id as number)
    if (!chat) throw bad('chat not found')
    if (chat.type === 'private' && !this.world.members.has(chat.id))
      throw new Refusal(403, 'Forbidden: bot was blocked by the user')
    return chat
  }

  private replied(chat: Chat, given: unknown): Json {
    if (given === undefined) return {}
    const { message_id, allow_sending_without_reply } = parameters(given as Json, {
      message_id: 'integer',
      allow_sending_without_reply: 'boolean?',
    })
    const parent = this.world.find(chat.id, message_id as number)
    if (!parent && allow_sending_without_reply !== true) throw bad('message to be replied not found')
    return parent ? { reply_to_message: parent } : {}
  }

  private sendMessage({ fields }: Given): Message {
    const given = parameters(fields, { ...kSending, text: 'string', entities: 'list?', link_preview_options: 'object?' })
    const chat = this.chat(given['chat_id'])
    const text = (given['text'] as string).trim()
    if (text === '') throw bad('message text is empty')
    if (text.length > kLongestText) throw bad('message is too long')
    return this.world.say(chat, this.world.bot, { ...this.replied(chat, given['reply_parameters']), text })
  }

  // A file is one of the form, by its own name or as attach://name, or the id of one that is there.
  private upload(given: Given, name: string, value: unknown): Upload {
    const key = typeof value === 'string' && value.startsWith('attach://') ? value.slice('attach://'.length) : undefined
    const sent = given.files.get(key ?? name)
    if (sent) return sent
    const known = typeof value === 'string' ? this.world.files.get(value) : undefined
    if (!known) throw bad(`there is no ${name} in the request`)
    return { name: known.name, type: '', bytes: known.bytes }
  }

  private media(kind: string, upload: Upload): Json {
    const size = upload.bytes.length
    if (size === 0) throw bad('file must be non-empty')
    if (size > (kind === 'photo' ? kLargestPhoto : kLargestDocument)) throw new Refusal(413, 'Request Entity Too Large')
    const { file_id, file_unique_id } = this.world.keep(upload.name, upload.bytes)
    const file = { file_id, file_unique_id, file_size: size }
    if (kind === 'photo') return { photo: [{ ...file, width: 90, height: 90 }] }
    return { document: { ...file, file_name: upload.name, mime_type: upload.type } }
  }

  private caption(text: unknown): Json {
    if (text === undefined || text === '') return {}
    if ((text as string).length > kLongestCaption) throw bad('message caption is too long')
    return { caption: text }
  }

  private sendFile(given: Given, kind: 'photo' | 'document'): Message {
    const known = parameters(given.fields, { ...kSending, [kind]: 'string?', caption: 'string?' })
    const chat = this.chat(known['chat_id'])
    const content = { ...this.media(kind, this.upload(given, kind, known[kind])), ...this.caption(known['caption']) }
    return this.world.say(chat, this.world.bot, { ...this.replied(chat, known['reply_parameters']), ...content })
  }

  private sendMediaGroup(given: Given): Message[] {
    const known = parameters(given.fields, { ...kSending, media: 'list' })
    const chat = this.chat(known['chat_id'])
    const list = (known['media'] as Json[]).map((one) =>
      parameters(one, { type: 'string', media: 'string', caption: 'string?', parse_mode: 'string?' }),
    )
    if (list.length < 2 || list.length > 10) throw bad('wrong number of messages in the album: 2-10 are expected')
    const types = new Set(list.map(({ type }) => type))
    if (types.size > 1 && types.has('document')) throw bad("document can't be mixed with other media types")
    const album = String(Date.now())
    const replied = this.replied(chat, known['reply_parameters'])
    const contents = list.map((one) => ({
      ...this.media(one['type'] as string, this.upload(given, 'media', one['media'])),
      ...this.caption(one['caption']),
    }))
    return contents.map((one) => this.world.say(chat, this.world.bot, { ...replied, media_group_id: album, ...one }))
  }

  private own(chat: unknown, id: unknown, what: string): Message {
    const message = this.world.find(this.chat(chat).id, id as number)
    if (!message) throw bad(`message to ${what} not found`)
    return message
  }

  private editMessageText(fields: Json): Message {
    const given = parameters(fields, { chat_id: 'chat', message_id: 'integer', text: 'string', parse_mode: 'string?' })
    const message = this.own(given['chat_id'], given['message_id'], 'edit')
    if (message.from?.id !== this.world.bot.id) throw bad("message can't be edited")
    if (message.text === given['text']) throw bad('message is not modified')
    message.text = given['text'] as string
    message['edit_date'] = this.world.now()
    return message
  }

  private deleteMessage(fields: Json): true {
    const given = parameters(fields, { chat_id: 'chat', message_id: 'integer' })
    const message = this.own(given['chat_id'], given['message_id'], 'delete')
    if (message.chat.type !== 'private' && message.from?.id !== this.world.bot.id) throw bad("message can't be deleted")
    return this.world.forget(message.chat.id, message.message_id) as true
  }

  // What is not there is passed over.
  private deleteMessages(fields: Json): true {
    const given = parameters(fields, { chat_id: 'chat', message_ids: 'list' })
    const ids = given['message_ids'] as number[]
    if (ids.length < 1 || ids.length > 100) throw bad('wrong number of message identifiers')
    const chat = this.chat(given['chat_id'])
    for (const id of ids) this.world.forget(chat.id, id)
    return true
  }

  private setMessageReaction(fields: Json): true {
    const given = parameters(fields, { chat_id: 'chat', message_id: 'integer', reaction: 'list?', is_big: 'boolean?' })
    const message = this.own(given['chat_id'], given['message_id'], 'react')
    const reaction = (given['reaction'] ?? []) as Json[]
    if (reaction.length > 1) throw bad('too many reactions')
    for (const { type, emoji } of reaction)
      if (type !== 'emoji' || !kEmoji.has(emoji as string)) throw bad('REACTION_INVALID')
    const key = `${String(message.chat.id)}/${String(message.message_id)}`
    const all = this.world.reactions.get(key) ?? new Map<number, Json[]>()
    this.world.reactions.set(key, all.set(this.world.bot.id, reaction))
    return true
  }

  private getFile(fields: Json): Json {
    const { file_id } = parameters(fields, { file_id: 'string' })
    const file = this.world.files.get(file_id as string)
    if (!file) throw bad('wrong file_id or the file is temporarily unavailable')
    const { file_unique_id, file_path, bytes } = file
    return { file_id, file_unique_id, file_size: bytes.length, file_path }
  }
}
