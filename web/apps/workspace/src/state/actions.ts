// What a person does to a conversation. The screen changes first, the server is asked, and what it refuses is taken back with
// its reason. Everything here can be undone for ten seconds.
import { call, client, type Conversation, type ConversationStatus, type DismissReason } from '@heed/api'
import { t } from '../words'
import { moment } from '../times'
import { complain } from './failures'
import { clock, loadConversation, store } from './live'
import { say } from './toasts'

const at = (conversation_id: number) => ({ params: { path: { conversation_id } } })

// Shows `change`, asks the server with `ask`, and settles on what it says. True when it said yes.
async function act(id: number, change: Partial<Conversation>, ask: () => Promise<Conversation>): Promise<boolean> {
  const takeBack = store.guess(id, change)
  const version = store.versionOf(id)
  try {
    store.confirm(await ask(), version)
    return true
  } catch (error) {
    takeBack()
    complain(error)
    loadConversation(id).catch(() => undefined)
    return false
  }
}

export interface Assignment {
  user_id?: number | null
  team_id?: number | null
}

export async function assign(id: number, to: Assignment, sentence: string): Promise<void> {
  const now = store.conversations.get(id)
  if (!now) return
  const before: Assignment = {}
  if (to.user_id !== undefined) before.user_id = now.assignee_id
  if (to.team_id !== undefined) before.team_id = now.team_id
  const change = {
    ...(to.user_id === undefined ? {} : { assignee_id: to.user_id }),
    ...(to.team_id === undefined ? {} : { team_id: to.team_id }),
  }
  const give = (body: Assignment) =>
    call(client.POST('/api/v1/conversations/{conversation_id}/assignment', { ...at(id), body }))
  const done = await act(id, change, () => give(to))
  if (!done) return
  const back = {
    ...(before.user_id === undefined ? {} : { assignee_id: before.user_id }),
    ...(before.team_id === undefined ? {} : { team_id: before.team_id }),
  }
  say(sentence, { undo: () => void act(id, back, () => give(before)) })
}

export interface StatusChange {
  status: ConversationStatus
  snoozed_until?: string
  dismiss_reason?: DismissReason
  dismiss_note?: string
}

async function setStatus(id: number, body: StatusChange): Promise<boolean> {
  const now = store.conversations.get(id)
  if (!now) return false
  const change: Partial<Conversation> = { status: body.status, snoozed_until: body.snoozed_until ?? null }
  if (body.status === 'resolved') Object.assign(change, { owed: false, clock: null, views: ['resolved', 'all'] })
  if (body.dismiss_reason) change.dismiss_reason = body.dismiss_reason
  if (body.status === 'snoozed') change.views = now.owed ? ['owed', 'snoozed', 'all'] : ['snoozed', 'all']
  return act(id, change, () => call(client.POST('/api/v1/conversations/{conversation_id}/status', { ...at(id), body })))
}

// The way back from what was just done: how it stood before.
function undoTo(before: Conversation): () => void {
  const status = before.status
  return () =>
    void setStatus(before.id, {
      status,
      ...(status === 'snoozed' && before.snoozed_until ? { snoozed_until: before.snoozed_until } : {}),
    })
}

async function change(id: number, body: StatusChange, sentence: string): Promise<boolean> {
  const now = store.conversations.get(id)
  if (!now) return false
  const before = { ...now }
  const done = await setStatus(id, body)
  if (done) say(sentence, { undo: undoTo(before) })
  return done
}

export function resolve(id: number): Promise<boolean> {
  return change(id, { status: 'resolved' }, t('done.resolved', { name: nameOf(id) }))
}

export function dismiss(id: number, reason: DismissReason, note: string): Promise<boolean> {
  const body = { status: 'resolved' as const, dismiss_reason: reason, ...(note ? { dismiss_note: note } : {}) }
  return change(id, body, t('done.dismissed', { reason: t(`dismiss.${reason}`) }))
}

export function reopen(id: number): Promise<boolean> {
  return change(id, { status: 'open' }, t('done.reopened', { name: nameOf(id) }))
}

export function snooze(id: number, until: Date): Promise<boolean> {
  const body = { status: 'snoozed' as const, snoozed_until: until.toISOString() }
  return change(id, body, t('done.snoozed', { until: moment(until.getTime(), 'full') }))
}

const nameOf = (id: number): string => store.conversations.get(id)?.contact_name ?? ''

export interface SnoozePreset {
  id: 'hours' | 'evening' | 'tomorrow' | 'week'
  until: Date
}

// Moments that people mean by "later". What has passed or is nearly now is left out.
export function snoozePresets(now = new Date(clock.read())): SnoozePreset[] {
  const day = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const toMonday = (8 - now.getDay()) % 7 || 7
  const presets: SnoozePreset[] = [
    { id: 'hours', until: new Date(now.getTime() + 3 * 3_600_000) },
    { id: 'evening', until: day(0, 18) },
    { id: 'tomorrow', until: day(1, 9) },
    { id: 'week', until: day(toMonday, 9) },
  ]
  return presets.filter(({ until }) => until.getTime() - now.getTime() > 1_800_000)
}
