import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Message } from '@heed/api'
import { conversation, message, triage } from '../../../../packages/live/test_kit'
import type * as LiveModule from './live'
import type * as ToastsModule from './toasts'
import type * as TriageModule from './triage'

let asked: string[]
let answers: { status?: number; body: object }[]
let store: typeof LiveModule.store
let toasts: typeof ToastsModule
let own: typeof TriageModule

// A page has an address that requests start from; Node has none.
class PageRequest extends Request {
  constructor(input: string, init?: RequestInit) {
    super(new URL(input, 'http://heed.test'), init)
  }
}

async function respond(request: Request): Promise<Response> {
  const body = await request.text()
  asked.push(`${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')} ${body}`.trim())
  const { status = 200, body: given } = answers.shift() ?? { body: {} }
  return Response.json(given, { status })
}

const said = (): Message => store.thread(1).messages.value[0] ?? message(5, 1)
const shown = () => said().triage?.sentiment.label
const neutral = triage(5, { sentiment: { score: 0, label: 'neutral', confidence: 1 }, corrected: ['sentiment'] })

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('Request', PageRequest)
  vi.stubGlobal('fetch', respond)
  asked = []
  answers = []
  own = await import('./triage')
  ;({ store } = await import('./live'))
  toasts = await import('./toasts')
  store.take([conversation(1)], 1)
  store.thread(1).load([{ ...message(5, 1), triage: triage(5) }], null, 1, true)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

it('what is put right shows at once, and is taken back by an undo', async () => {
  answers = [{ body: { triage: neutral, conversation: conversation(1, { priority: 20 }) } }]
  const done = own.correct(said(), { sentiment: 'neutral' }, 'Thank you')
  expect(shown()).toBe('neutral')
  expect(said().triage?.corrected).toEqual(['sentiment'])
  await done
  expect(asked).toEqual(['POST /messages/5/triage/corrections {"sentiment":"neutral"}'])
  expect(store.conversations.get(1)?.priority).toBe(20)
  answers = [{ body: { triage: triage(5), conversation: conversation(1) } }]
  expect(toasts.undoLast()).toBe(true)
  await vi.waitFor(() => {
    expect(shown()).toBe('negative')
    expect(asked[1]).toBe('DELETE /messages/5/triage/corrections/sentiment')
  })
})

it('undoing what had been put right before puts the former back', async () => {
  const before = triage(5, { intents: [{ name: 'billing', confidence: 1 }], corrected: ['intents'] })
  store.retriage(1, before)
  answers = [{ body: { triage: before, conversation: conversation(1) } }]
  await own.correct(said(), { intents: ['billing', 'refund'] }, 'refund')
  expect(asked).toEqual(['POST /messages/5/triage/corrections {"intents":["billing","refund"]}'])
  toasts.undoLast()
  await vi.waitFor(() => {
    expect(asked[1]).toBe('POST /messages/5/triage/corrections {"intents":["billing"]}')
  })
})

it('what the server refuses is taken back, and said', async () => {
  answers = [{ status: 403, body: { kind: 'forbidden', message: 'Not for partners.' } }]
  await own.correct(said(), { urgency: 2 }, 'within the hour')
  expect(said().triage?.urgency).toBe(1)
  expect(toasts.toasts.value.at(-1)).toMatchObject({ text: 'Not for partners.', bad: true })
})

it('of two choices in a row the answer to the first does not undo the second', async () => {
  let letGo: (response: Response) => void = () => undefined
  const first = new Promise<Response>((resolve) => (letGo = resolve))
  const body = (one: object) => Response.json({ triage: triage(5, one), conversation: conversation(1) })
  const both = { intents: ['billing', 'refund'].map((name) => ({ name, confidence: 1 })) }
  const replies = [first, Promise.resolve(body(both))]
  vi.stubGlobal('fetch', () => replies.shift())
  vi.resetModules()
  own = await import('./triage')
  ;({ store } = await import('./live'))
  store.take([conversation(1)], 1)
  store.thread(1).load([{ ...message(5, 1), triage: triage(5, { intents: [] }) }], null, 1, true)
  const names = () => said().triage?.intents.map(({ name }) => name)
  const one = own.correct(said(), { intents: ['billing'] }, 'billing')
  const two = own.correct(said(), { intents: ['billing', 'refund'] }, 'refund')
  letGo(body({ intents: [{ name: 'billing', confidence: 1 }] }))
  await Promise.all([one, two])
  expect(names()).toEqual(['billing', 'refund'])
})

it('what is right can be said to be, and the whole of that be taken back', async () => {
  const change = own.confirmed(triage(5, { language: null, corrected: ['urgency'] }))
  expect(change).toEqual({
    sentiment: 'negative',
    intents: ['refund'],
    urgency: 1,
    spam: false,
    abuse: false,
    sarcasm: false,
  })
  store.retriage(1, triage(5, { corrected: ['urgency'] }))
  answers = [{ body: { triage: neutral, conversation: conversation(1) } }]
  await own.correct(said(), { sentiment: 'negative', urgency: 1 }, 'Thank you')
  toasts.undoLast()
  await vi.waitFor(() => {
    expect(asked.slice(1)).toEqual([
      'DELETE /messages/5/triage/corrections/sentiment',
      'POST /messages/5/triage/corrections {"urgency":1}',
    ])
  })
})

it('knows how it stands with a change, and what says it again', () => {
  const now = own.changed(triage(5), { language: 'pt' })
  expect(now).toMatchObject({ language: 'pt', language_confidence: 1, corrected: ['language'], urgency: 1 })
  expect(own.changed(triage(5), { sentiment: 'positive' }).sentiment).toEqual({ label: 'positive', score: 1, confidence: 1 })
  expect(own.asChange(now, 'language')).toEqual({ language: 'pt' })
  expect(own.asChange(now, 'intents')).toEqual({ intents: ['refund'] })
  expect(own.asChange(now, 'spam')).toEqual({ spam: false })
})
