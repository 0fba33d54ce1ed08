import 'fake-indexeddb/auto'
import type { Conversation, Message, Session } from '@heed/api'
import { conversation, message } from '../../../../packages/live/test_kit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as KeepModule from './keep'
import type * as LiveModule from './live'
import type * as OutboxModule from './outbox'

interface Call {
  path: string
  body: { text: string; seen_message_id?: number }
  key: string | null
  csrf: string | null
}
type Answer = { status: number; body: object } | 'away'

let calls: Call[]
let answers: Answer[]
let box: typeof OutboxModule
let live: typeof LiveModule
let keep: typeof KeepModule
let nextId: number

const user = { id: 7, name: 'Mira', email: 'm@example.org', role: 'agent', state: 'active', team_ids: [], created_at: '' }

function said(path: string, text: string): { message: Message; conversation: Conversation } {
  nextId += 1
  const direction = path.endsWith('notes') ? ('internal' as const) : ('outbound' as const)
  return {
    message: { ...message(nextId, 1, 100), direction, text, user_id: 7 },
    conversation: conversation(1, { owed: false }),
  }
}

async function respond(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname
  const body = (await request.json().catch(() => ({}))) as Call['body']
  if (request.method === 'GET') return Response.json({ items: [], next: null, seq: 1 })
  calls.push({ path, body, key: request.headers.get('Idempotency-Key'), csrf: request.headers.get('X-Heed-CSRF') })
  const answer = answers.shift()
  if (answer === 'away') throw new TypeError('Failed to fetch')
  if (answer) return Response.json(answer.body, { status: answer.status })
  return Response.json(said(path, body.text))
}

// A page has an address that requests start from; Node has none.
class PageRequest extends Request {
  constructor(input: string, init?: RequestInit) {
    super(new URL(input, 'http://heed.test'), init)
  }
}

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('Request', PageRequest)
  calls = []
  answers = []
  nextId = 500
  vi.stubGlobal('fetch', respond)
  keep = await import('./keep')
  const api = await import('@heed/api')
  const session = await import('./session')
  live = await import('./live')
  box = await import('./outbox')
  const signedIn = { user, csrf_token: 'of the session', permissions: [], organization: {}, seq: 1, now: '' }
  session.enter(signedIn as unknown as Session)
  api.setCsrfToken('of the session')
  live.store.loadList({ view: 'all', inboxId: null }, [conversation(1)], null, 1)
  live.store.thread(1).load([message(100, 1)], null, 1, true)
})
afterEach(async () => {
  const db = await keep.kept()
  await db?.clear('outbox')
  db?.close()
  vi.unstubAllGlobals()
})
const settled = () =>
  vi.waitFor(() => expect([...box.pending.values()].some(({ state }) => state === 'sending')).toBe(false))
const states = () => [...box.pending.values()].map(({ state }) => state)
const keptCount = async () => (await (await keep.kept())?.getAll('outbox'))?.length

describe('an answer', () => {
  it('shows at once, goes with its key, and makes room for what the server says', async () => {
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello Ana', seen: 100 })
    expect(box.pendingOf(1).map(({ text, state }) => [text, state])).toEqual([['Hello Ana', 'sending']])
    await settled()
    expect(box.pendingOf(1)).toEqual([])
    expect(calls[0]).toMatchObject({
      path: '/api/v1/conversations/1/messages',
      body: { text: 'Hello Ana', seen_message_id: 100 },
      csrf: 'of the session',
    })
    expect(calls[0]?.key).toMatch(/^[0-9a-f-]{32,36}$/)
    expect(live.store.thread(1).messages.value.map(({ text }) => text)).toContain('Hello Ana')
    expect(live.store.conversations.get(1)?.owed).toBe(false)
    expect(await keptCount()).toBe(0)
  })

  it('that follows another knows of it, and waits for it', async () => {
    box.send({ conversationId: 1, mode: 'reply', text: 'one', seen: 100 })
    box.send({ conversationId: 1, mode: 'reply', text: 'two', seen: 100 })
    await settled()
    await vi.waitFor(() => expect(calls).toHaveLength(2))
    expect(calls.map(({ body }) => [body.text, body.seen_message_id])).toEqual([
      ['one', 100],
      ['two', 501],
    ])
    expect(calls[0]?.key).not.toBe(calls[1]?.key)
  })

  it('that must go whatever was said meanwhile names no message', async () => {
    box.send({ conversationId: 1, mode: 'reply', text: 'anyway', seen: null })
    await settled()
    expect(calls[0]?.body).toEqual({ text: 'anyway' })
  })
})

it('a note is a note', async () => {
  box.send({ conversationId: 1, mode: 'note', text: 'ask the depot', seen: 100 })
  await settled()
  expect(calls[0]).toMatchObject({ path: '/api/v1/conversations/1/notes', body: { text: 'ask the depot' } })
})

describe('without a connection', () => {
  it('waits, is kept, and goes under the same key when it is back', async () => {
    answers = ['away']
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello', seen: 100 })
    await settled()
    expect(states()).toEqual(['waiting'])
    expect(await keptCount()).toBe(1)
    box.retryWaiting()
    await settled()
    expect(box.pending.size).toBe(0)
    expect(calls[1]?.key).toBe(calls[0]?.key)
  })

  it('is found again by the page that is opened next', async () => {
    answers = ['away']
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello', seen: 100 })
    await settled()
    box.pending.clear()
    await box.startOutbox()
    await settled()
    expect(calls.map(({ body }) => body.text)).toEqual(['Hello', 'Hello'])
    expect(calls[1]?.key).toBe(calls[0]?.key)
  })

  it('leaves alone what another person left behind', async () => {
    const db = await keep.kept()
    const theirs = { key: 'k', userId: 8, conversationId: 1, mode: 'reply' as const, text: 'not mine', at: 1, seen: null }
    await db?.put('outbox', theirs, 'k')
    await box.startOutbox()
    expect(box.pending.size).toBe(0)
    expect(calls).toEqual([])
  })
})

describe('a refusal', () => {
  const refusal = (status: number, kind: string) => ({
    status,
    body: { kind, message: 'No.', field: null, request_id: 'r' },
  })

  it('with a reason stays, to be sent again or written anew', async () => {
    answers = [refusal(502, 'rejected')]
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello', seen: 100 })
    await settled()
    expect([...box.pending.values()].map(({ state, problem }) => [state, problem])).toEqual([['failed', 'No.']])
    const [key = ''] = box.pending.keys()
    expect(box.withdraw(key)).toBe('Hello')
    expect(box.pending.size).toBe(0)
    await vi.waitFor(async () => expect(await keptCount()).toBe(0))
  })

  it('because somebody was quicker is asked about, and nothing was sent', async () => {
    answers = [refusal(409, 'conflict')]
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello', seen: 100 })
    await settled()
    expect(box.pending.size).toBe(0)
    expect(box.conflicts.get(1)?.text).toBe('Hello')
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello', seen: null })
    expect(box.conflicts.has(1)).toBe(false)
    await settled()
    expect(calls[1]?.key).not.toBe(calls[0]?.key)
  })

  it('because the session ended waits for the sign-in', async () => {
    answers = [refusal(401, 'unauthenticated')]
    box.send({ conversationId: 1, mode: 'reply', text: 'Hello', seen: 100 })
    await settled()
    expect(states()).toEqual(['waiting'])
  })
})
