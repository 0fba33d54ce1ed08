// Answers and notes on their way. Each shows in the thread at once; it carries an idempotency key, so that sending it again
// after a lost connection says it once; and it is kept until the server has it. Sends to one conversation go one after the
// other, each knowing what the writer had seen.
import { shallowReactive } from 'vue'
import { call, client, isFailure, newKey, type Message } from '@heed/api'
import { kept, type KeptFile, type KeptSend } from './keep'
import { onEvents, onLive, loadThread, store } from './live'
import { resolve } from './actions'
import { sentenceOf } from './failures'
import { me } from './session'
import { giveBack } from './uploads'

export interface Pending extends KeptSend {
  state: 'sending' | 'waiting' | 'failed'
  problem: string | null
}

export const pending = shallowReactive(new Map<string, Pending>())
// Replies that were refused because somebody was quicker, by conversation.
export const conflicts = shallowReactive(new Map<number, KeptSend>())
const queues = new Map<number, Promise<void>>()
const lastOwn = new Map<number, number>()

export const pendingOf = (conversationId: number): Pending[] =>
  [...pending.values()].filter((item) => item.conversationId === conversationId).sort((a, b) => a.at - b.at)

// One's own last answer was taken back: what stands before it is the last word again.
export function forgetOwn(conversationId: number): void {
  lastOwn.delete(conversationId)
}

export interface Outgoing {
  conversationId: number
  mode: 'reply' | 'note'
  text: string
  seen: number | null // The last message the writer saw; null to send whatever was said meanwhile.
  resolve?: boolean
  files?: KeptFile[]
}

export function send(outgoing: Outgoing): void {
  const user = me.value
  if (!user) return
  const item: KeptSend = { ...outgoing, key: newKey(), userId: user.id, at: Date.now() }
  conflicts.delete(item.conversationId)
  void kept().then((db) => db?.put('outbox', item, item.key))
  enqueue(item)
}

export function retry(key: string): void {
  const item = pending.get(key)
  if (item && item.state !== 'sending') enqueue(item)
}

// Takes a message that could not be sent off the list, and gives its text back; its files stand in the composer again.
export function withdraw(key: string): string {
  const item = pending.get(key)
  const text = item?.text ?? ''
  if (item?.files) giveBack(item.conversationId, item.files)
  forget(key)
  return text
}

function forget(key: string): void {
  pending.delete(key)
  void kept().then((db) => db?.delete('outbox', key))
}

function enqueue(item: KeptSend): void {
  pending.set(item.key, { ...item, state: 'sending', problem: null })
  const before = queues.get(item.conversationId) ?? Promise.resolve()
  queues.set(
    item.conversationId,
    before.then(() => post(item)),
  )
}

async function post(item: KeptSend): Promise<void> {
  const { key, conversationId, mode, text } = item
  const version = store.versionOf(conversationId)
  const options = { params: { path: { conversation_id: conversationId } }, headers: { 'Idempotency-Key': key } }
  try {
    if (mode === 'note') {
      const body = { text }
      settle(key, await call(client.POST('/api/v1/conversations/{conversation_id}/notes', { ...options, body })), version)
    } else {
      const seen = item.seen === null ? null : Math.max(item.seen, lastOwn.get(conversationId) ?? 0)
      const files = (item.files ?? []).map(({ id }) => id)
      await describeFiles(item.files ?? [])
      const body = {
        text,
        ...(seen === null ? {} : { seen_message_id: seen }),
        ...(files.length > 0 ? { files } : {}),
      }
      settle(key, await call(client.POST('/api/v1/conversations/{conversation_id}/messages', { ...options, body })), version)
    }
    if (item.resolve) void resolve(conversationId)
  } catch (error) {
    refuse(item, error)
  }
}

// What pictures show goes with them. One that is not there any more was sent already: the answer to that is given again.
async function describeFiles(files: readonly KeptFile[]): Promise<void> {
  for (const { id: upload_id, description } of files) {
    if (description === '') continue
    try {
      await call(client.PATCH('/api/v1/uploads/{upload_id}', { params: { path: { upload_id } }, body: { description } }))
    } catch (error) {
      if (!isFailure(error, 'not_found')) throw error
    }
  }
}

function settle(
  key: string,
  said: { message: Message; conversation: Parameters<typeof store.confirm>[0] },
  version: number,
): void {
  forget(key)
  const { message, conversation } = said
  if (message.direction === 'outbound') lastOwn.set(conversation.id, message.id)
  const thread = store.thread(conversation.id)
  if (!thread.has(message.id)) thread.put(message, store.cursor)
  store.confirm(conversation, version)
}

function refuse(item: KeptSend, error: unknown): void {
  if (isFailure(error, 'conflict')) {
    forget(item.key)
    conflicts.set(item.conversationId, item)
    giveBack(item.conversationId, item.files ?? [])
    loadThread(item.conversationId).catch(() => undefined)
    return
  }
  const away = isFailure(error, 'offline') || isFailure(error, 'unauthenticated')
  pending.set(item.key, { ...item, state: away ? 'waiting' : 'failed', problem: away ? null : sentenceOf(error) })
}

export function retryWaiting(): void {
  for (const item of pending.values()) if (item.state === 'waiting') enqueue(item)
}

// The echo of one's own message may come by the feed before the reply to the request.
function noticeEcho(message: Message): void {
  for (const item of pending.values()) {
    if (item.conversationId !== message.conversation_id || item.text !== message.text || item.state !== 'sending') continue
    if (message.user_id !== item.userId) continue
    pending.delete(item.key)
    return
  }
}

export async function startOutbox(): Promise<void> {
  onLive(retryWaiting)
  onEvents((events) => {
    for (const event of events) if (event.type === 'message.created') noticeEcho(event.message)
  })
  const db = await kept()
  const items = (await db?.getAll('outbox')) ?? []
  for (const item of items) {
    if (item.userId === me.value?.id && !pending.has(item.key))
      pending.set(item.key, { ...item, state: 'waiting', problem: null })
  }
  retryWaiting()
}
