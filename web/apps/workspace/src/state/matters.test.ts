import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { conversation, updated } from '../../../../packages/live/test_kit'
import type * as LiveModule from './live'
import type * as MattersModule from './matters'
import type * as QueriesModule from './queries'
import type * as ToastsModule from './toasts'

interface Asked {
  what: string
  body: unknown
}
let asked: Asked[]
let matters: typeof MattersModule
let store: typeof LiveModule.store
let queries: typeof QueriesModule.queries
let toasts: typeof ToastsModule
let answers: { status?: number; body: object }[]

// A page has an address that requests start from; Node has none.
class PageRequest extends Request {
  constructor(input: string, init?: RequestInit) {
    super(new URL(input, 'http://heed.test'), init)
  }
}

async function respond(request: Request): Promise<Response> {
  const body: unknown = await request.json().catch(() => undefined)
  asked.push({ what: `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`, body })
  const { status = 200, body: given } = answers.shift() ?? { body: {} }
  return Response.json(given, { status })
}

const parcels = (...ids: number[]) => ({
  id: 80,
  title: 'Parcels',
  created_by: 7,
  created_at: '2026-11-21T09:00:00Z',
  conversations: ids.map((id) => conversation(id, { case_id: 80 })),
})
const sentence = () => toasts.toasts.value.at(-1)

// The client takes the page's Request and fetch when it is loaded.
beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('Request', PageRequest)
  vi.stubGlobal('fetch', respond)
  asked = []
  answers = []
  matters = await import('./matters')
  ;({ store } = await import('./live'))
  ;({ queries } = await import('./queries'))
  toasts = await import('./toasts')
  store.cursor = 10
})
afterEach(() => {
  vi.unstubAllGlobals()
  queries.clear()
})

it('opening a case shows its conversations; undoing it takes them out', async () => {
  answers = [{ body: parcels(1, 2) }]
  await matters.openCase('Parcels', [1, 2])
  expect(asked).toEqual([{ what: 'POST /cases', body: { title: 'Parcels', conversation_ids: [1, 2] } }])
  expect(store.conversations.get(2)?.case_id).toBe(80)
  expect(queries.getQueryData(['cases', 80])).toMatchObject({ title: 'Parcels', ids: [1, 2] })
  answers = [1, 2].map((id) => ({ body: { conversation: conversation(id), ended: id === 2 } }))
  expect(toasts.undoLast()).toBe(true)
  await vi.waitFor(() => {
    expect(asked.slice(1).map(({ what }) => what)).toEqual([
      'DELETE /cases/80/conversations/1',
      'DELETE /cases/80/conversations/2',
    ])
  })
})

it('the last conversation that leaves ends the case: undoing it opens it anew', async () => {
  answers = [{ body: { conversation: conversation(1), ended: true } }]
  await matters.takeFromCase({ id: 80, title: 'Parcels', ids: [1] }, 1)
  answers = [{ body: parcels(1) }]
  toasts.undoLast()
  await vi.waitFor(() => {
    expect(asked[1]).toEqual({ what: 'POST /cases', body: { title: 'Parcels', conversation_ids: [1] } })
  })
})

it('undoing that another left puts it back', async () => {
  answers = [{ body: { conversation: conversation(2), ended: false } }]
  await matters.takeFromCase({ id: 80, title: 'Parcels', ids: [1, 2] }, 2)
  answers = [{ body: parcels(1, 2) }]
  toasts.undoLast()
  await vi.waitFor(() => {
    expect(asked[1]).toEqual({ what: 'POST /cases/80/conversations', body: { conversation_id: 2 } })
  })
})

it('says what the server refused, and offers no undo', async () => {
  answers = [{ status: 409, body: { kind: 'conflict', message: 'It is in another case already.' } }]
  await matters.addToCase(80, 3)
  expect(sentence()).toMatchObject({ text: 'It is in another case already.', bad: true, undo: undefined })
})

it('a merge that is undone leads back', async () => {
  answers = [{ body: { move_id: 5, conversation: conversation(2) } }, { body: conversation(1) }]
  const back = vi.fn()
  expect(await matters.merge(1, 2, back)).toBe(true)
  toasts.undoLast()
  await vi.waitFor(() => {
    expect(back).toHaveBeenCalled()
  })
  expect(asked.map(({ what }) => what)).toEqual(['POST /conversations/1/merge', 'POST /moves/5/undo'])
})

it('what is told of a case makes what was read of it old', () => {
  queries.setQueryData(['cases', 80], { id: 80, title: 'Parcels', ids: [1] })
  matters.noteMatters(updated(11, conversation(2)))
  expect(queries.getQueryState(['cases', 80])?.isInvalidated).toBe(false)
  matters.noteMatters(updated(12, conversation(2, { case_id: 80 })))
  expect(queries.getQueryState(['cases', 80])?.isInvalidated).toBe(true)
})

it('a draft follows the words of its conversation when they are merged, seen or not', async () => {
  const drafts = await import('./drafts')
  const { session } = await import('./session')
  session.value = { user: { id: 7 }, permissions: [] } as never
  drafts.setDraft(7, 1, 'reply', 'Dear Ana')
  matters.noteMatters(updated(11, conversation(1, { merged_into_id: 2, status: 'resolved' })))
  expect(drafts.draftOf(7, 2, 'reply')).toBe('Dear Ana')
  // Merged on, and on, while this page was closed.
  answers = [{ body: conversation(2, { merged_into_id: 3 }) }, { body: conversation(3, { merged_into_id: 4 }) }]
  answers.push({ body: conversation(4) })
  await matters.followDrafts()
  expect(drafts.draftedIn(7)).toEqual([4])
  expect(asked.map(({ what }) => what)).toEqual(['GET /conversations/2', 'GET /conversations/3', 'GET /conversations/4'])
})
