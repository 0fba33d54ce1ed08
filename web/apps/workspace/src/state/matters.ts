// Which conversations belong together: merged into one, split in two, or linked as a case. What is done here changes more than
// one conversation, so the screen waits for the server's word; it can be undone for ten seconds.
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type Case, type Conversation } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { t } from '../words'
import { draftedIn, moveDrafts } from './drafts'
import { complain } from './failures'
import { loadConversation, store } from './live'
import { queries, reloadContact } from './queries'
import { me } from './session'
import { say } from './toasts'

const at = (conversation_id: number) => ({ params: { path: { conversation_id } } })
const inCase = (case_id: number) => ({ params: { path: { case_id } } })

// What the screen shows of a case; its conversations live in the live store.
export interface ShownCase {
  id: number
  title: string
  ids: number[]
}

// The reply is at least as new as the last event that was seen before it was asked for.
function shown(found: Case, cursor: number): ShownCase {
  store.take(found.conversations, cursor)
  return { id: found.id, title: found.title, ids: found.conversations.map(({ id }) => id) }
}

async function readCase(id: number): Promise<ShownCase> {
  const cursor = store.cursor
  return shown(await call(client.GET('/api/v1/cases/{case_id}', inCase(id))), cursor)
}

const caseQuery = (id: number | null) => ({
  queryKey: ['cases', id],
  queryFn: () => readCase(id ?? 0),
  staleTime: 10_000,
})

export const useCase = (id: MaybeRefOrGetter<number | null>) =>
  useQuery(computed(() => ({ ...caseQuery(toValue(id)), enabled: toValue(id) !== null })))
export const loadCase = (id: number): Promise<ShownCase> => queries.fetchQuery(caseQuery(id))

// What was merged into a conversation, split off it, or moved on.
export const useMoves = (id: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['moves', computed(() => toValue(id))],
    queryFn: async () => (await call(client.GET('/api/v1/conversations/{conversation_id}/moves', at(toValue(id))))).items,
    staleTime: 10_000,
  })

// What an event makes untrue of what was read here.
export function noteMatters(event: FeedEvent): void {
  if (event.type === 'messages.moved') {
    for (const id of [event.from_id, event.conversation.id]) void queries.invalidateQueries({ queryKey: ['moves', id] })
    reloadContact(event.conversation.contact_id, false)
  } else if (event.type === 'conversation.updated') {
    const { id, case_id, merged_into_id } = event.conversation
    if (case_id !== null) void queries.invalidateQueries({ queryKey: ['cases', case_id] })
    if (merged_into_id !== null && me.value) moveDrafts(me.value.id, id, merged_into_id)
  }
}

// What was merged while nobody was listening takes its drafts along too.
export async function followDrafts(): Promise<void> {
  const user = me.value
  if (!user) return
  for (const drafted of draftedIn(user.id)) {
    let there = await loadConversation(drafted).catch(() => null)
    while (there && there.merged_into_id !== null) {
      moveDrafts(user.id, there.id, there.merged_into_id)
      there = await loadConversation(there.merged_into_id).catch(() => null)
    }
  }
}

export function reloadMatters(): void {
  for (const key of ['moves', 'cases']) void queries.invalidateQueries({ queryKey: [key] })
  void followDrafts()
}

// Gives what the server made of it; nothing where it refused, which was said then.
async function ask<T>(asked: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asked()
  } catch (error) {
    complain(error)
    return undefined
  }
}

function undoMove(move_id: number, undone?: () => void): void {
  void ask(async () => {
    const cursor = store.cursor
    const back = await call(client.POST('/api/v1/moves/{move_id}/undo', { params: { path: { move_id } } }))
    store.take([back], cursor)
    undone?.()
  })
}

// All of `id` goes into `into`. `undone`: called when it was taken back.
export async function merge(id: number, into: number, undone: () => void): Promise<boolean> {
  const done = await ask(async () => {
    const cursor = store.cursor
    const moved = await call(
      client.POST('/api/v1/conversations/{conversation_id}/merge', { ...at(id), body: { into_id: into } }),
    )
    store.take([moved.conversation], cursor)
    return moved
  })
  if (!done) return false
  say(t('done.merged', { name: done.conversation.contact_name }), {
    undo: () => {
      undoMove(done.move_id, undone)
    },
  })
  return true
}

export async function split(id: number, messages: readonly number[]): Promise<Conversation | undefined> {
  const done = await ask(async () => {
    const cursor = store.cursor
    const body = { message_ids: [...messages] }
    const moved = await call(client.POST('/api/v1/conversations/{conversation_id}/split', { ...at(id), body }))
    store.take([moved.conversation], cursor)
    return moved
  })
  if (!done) return undefined
  say(t('done.split', { n: messages.length }), {
    undo: () => {
      undoMove(done.move_id)
    },
  })
  return done.conversation
}

// An older one, from the note it left in the thread.
export function undo(move_id: number): void {
  undoMove(move_id, () => {
    say(t('done.move_undone'))
  })
}

function keep(found: Case, cursor: number): ShownCase {
  const kept = shown(found, cursor)
  queries.setQueryData(['cases', kept.id], kept)
  return kept
}

async function open(title: string, ids: readonly number[]): Promise<ShownCase> {
  const cursor = store.cursor
  return keep(await call(client.POST('/api/v1/cases', { body: { title, conversation_ids: [...ids] } })), cursor)
}

async function add(to: number, conversation_id: number): Promise<ShownCase> {
  const cursor = store.cursor
  const path = '/api/v1/cases/{case_id}/conversations'
  return keep(await call(client.POST(path, { ...inCase(to), body: { conversation_id } })), cursor)
}

async function take(from: number, id: number) {
  const cursor = store.cursor
  const params = { path: { case_id: from, conversation_id: id } }
  const left = await call(client.DELETE('/api/v1/cases/{case_id}/conversations/{conversation_id}', { params }))
  store.take([left.conversation], cursor)
  void queries.invalidateQueries({ queryKey: ['cases', from] })
  return left
}

export async function openCase(title: string, ids: readonly number[]): Promise<void> {
  const opened = await ask(() => open(title, ids))
  if (!opened) return
  const undo = () =>
    void ask(async () => {
      for (const id of ids) await take(opened.id, id)
    })
  say(t('done.case_opened', { title }), { undo })
}

export async function addToCase(to: number, id: number): Promise<void> {
  const found = await ask(() => add(to, id))
  if (found) say(t('done.case_added', { title: found.title }), { undo: () => void ask(() => take(to, id)) })
}

// With its last conversation a case is gone; undoing it opens it anew.
export async function takeFromCase({ id: from, title }: ShownCase, id: number): Promise<void> {
  const left = await ask(() => take(from, id))
  if (!left) return
  const undo = () => void ask(() => (left.ended ? open(title, [id]) : add(from, id)))
  say(t('done.case_left', { title }), { undo })
}

export async function renameCase({ id, title: before }: ShownCase, title: string): Promise<void> {
  const rename = async (to: string) => {
    const cursor = store.cursor
    return keep(await call(client.PATCH('/api/v1/cases/{case_id}', { ...inCase(id), body: { title: to } })), cursor)
  }
  const done = await ask(() => rename(title))
  if (done && before !== title) say(t('done.case_renamed', { title }), { undo: () => void ask(() => rename(before)) })
}
