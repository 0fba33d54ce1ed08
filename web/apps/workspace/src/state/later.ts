// What is to be done later, and calls and visits that took place: asked of the server, and asked again when the feed tells of them.
// What a thread shows of them is kept here, as it comes.
import { computed, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type EncounterKind, type FollowUp, type FollowUpKind, type FollowUpStep } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { t } from '../words'
import { complain } from './failures'
import { queries } from './queries'
import { say } from './toasts'

const kMostMine = 50

const at = (conversation_id: number) => ({ params: { path: { conversation_id } } })

export const useFollowUps = (conversation: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['later', computed(() => toValue(conversation))],
    queryFn: async () =>
      (await call(client.GET('/api/v1/conversations/{conversation_id}/follow_ups', at(toValue(conversation))))).items,
  })

export const useMyFollowUps = () =>
  useQuery({
    queryKey: ['later', 'mine'],
    queryFn: async () => (await call(client.GET('/api/v1/follow_ups', { params: { query: { limit: kMostMine } } }))).items,
  })

const reload = () => void queries.invalidateQueries({ queryKey: ['later'] })

export interface Planned {
  kind: FollowUpKind
  text: string
  phone: string
  from_at: string | null
  due_at: string
  owner_id: number | null
}

// What was left empty is left out.
function bodyOf({ text, phone, from_at, due_at, owner_id }: Planned) {
  return {
    text,
    due_at,
    ...(phone ? { phone } : {}),
    ...(from_at === null ? {} : { from_at }),
    ...(owner_id === null ? {} : { owner_id }),
  }
}

// `as_promised`: a call comes as soon as a policy says, whatever time was planned.
export async function plan(conversation: number, planned: Planned, as_promised = false): Promise<void> {
  const { due_at, from_at, ...rest } = bodyOf(planned)
  const times = as_promised ? {} : { due_at, ...(from_at === undefined ? {} : { from_at }) }
  const body = { kind: planned.kind, ...rest, ...times }
  await call(client.POST('/api/v1/conversations/{conversation_id}/follow_ups', { ...at(conversation), body }))
  reload()
}

export async function move(id: number, planned: Planned): Promise<void> {
  await call(
    client.PUT('/api/v1/follow_ups/{follow_up_id}', { params: { path: { follow_up_id: id } }, body: bodyOf(planned) }),
  )
  reload()
}

const setState = (id: number, state: FollowUp['state']) =>
  call(
    client.POST('/api/v1/follow_ups/{follow_up_id}/state', { params: { path: { follow_up_id: id } }, body: { state } }),
  ).finally(reload)

// With a way back while its time is still to come.
export async function end(followUp: FollowUp, as: 'done' | 'cancelled', what: string): Promise<void> {
  try {
    await setState(followUp.id, as)
    const back = () => void setState(followUp.id, 'open').catch(complain)
    const isAhead = Date.parse(followUp.due_at) > Date.now()
    say(t(as === 'done' ? 'later.done_said' : 'later.cancelled_said', { what }), isAhead ? { undo: back } : {})
  } catch (error) {
    complain(error)
  }
}

export interface Logged {
  kind: EncounterKind
  inbound: boolean
  reached: boolean
  minutes: number | null
  place: string
  text: string
  happened_at: string | null
  follow_up_id: number | null
  settles: boolean
}

export async function log(conversation: number, logged: Logged): Promise<void> {
  const { minutes, happened_at, follow_up_id, ...rest } = logged
  const body = {
    ...rest,
    ...(minutes === null ? {} : { minutes }),
    ...(happened_at === null ? {} : { happened_at }),
    ...(follow_up_id === null ? {} : { follow_up_id }),
  }
  await call(client.POST('/api/v1/conversations/{conversation_id}/encounters', { ...at(conversation), body }))
  reload()
}

// --- What a thread shows

export type LaterNote = { key: string; at: string; text: string } & (
  { kind: 'follow_up'; what: FollowUpKind; step: FollowUpStep; due: string } | { kind: 'encounter'; what: EncounterKind }
)

const kMost = 30
const kNone: readonly LaterNote[] = []
const kept = shallowReactive(new Map<number, readonly LaterNote[]>())

function noteOf(event: FeedEvent): LaterNote | null {
  const key = String(event.seq)
  if (event.type === 'follow_up.changed') {
    const { kind, step, due_at, text } = event
    return { kind: 'follow_up', key, at: event.at, what: kind, step, due: due_at, text }
  }
  if (event.type === 'encounter.logged') return { kind: 'encounter', key, at: event.at, what: event.kind, text: event.text }
  return null
}

export function noteLater(event: FeedEvent): void {
  const note = noteOf(event)
  if (!note || !('conversation' in event)) return
  const { id } = event.conversation
  const before = kept.get(id) ?? kNone
  if (before.some(({ key }) => key === note.key)) return
  kept.set(id, [...before, note].sort((a, b) => Number(a.key) - Number(b.key)).slice(-kMost))
}

export function reloadLater(event: FeedEvent): void {
  if (event.type === 'follow_up.changed' || event.type === 'encounter.logged') reload()
}

export const laterNotes = (id: number): readonly LaterNote[] => kept.get(id) ?? kNone
