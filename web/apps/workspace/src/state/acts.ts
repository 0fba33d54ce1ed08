// What is done to a message on its platform. The screen shows it at once; what the platform refuses is taken back with its words.
import { call, client, type Act, type ActKind, type Capabilities, type Message } from '@heed/api'
import { complain } from './failures'
import { clock, store } from './live'
import { me } from './session'

const opposites: Partial<Record<ActKind, ActKind>> = {
  like: 'unlike',
  unlike: 'like',
  share: 'unshare',
  unshare: 'share',
  hide: 'unhide',
  unhide: 'hide',
  block: 'unblock',
  unblock: 'block',
}
const isUndoing = (kind: ActKind): boolean => kind.startsWith('un')

// What was done and still holds, in order.
export function standing(acts: readonly Act[]): Act[] {
  let out: Act[] = []
  for (const act of acts) {
    out = out.filter(({ kind }) => kind !== act.kind && kind !== opposites[act.kind])
    if (!isUndoing(act.kind)) out.push(act)
  }
  return out
}

// What can be done to this message now, on a channel that can do this much: the rules of src/workflow/act_on_message.cpp.
export function offersOf(message: Message, abilities: Pick<Capabilities, 'actions' | 'removes_others'>): ActKind[] {
  const onPlatform = message.delivery === 'received' || message.delivery === 'sent'
  if (!onPlatform || message.deleted_at !== null || message.direction === 'internal') return []
  const theirs = message.direction === 'inbound'
  const done = new Set(standing(message.acts).map(({ kind }) => kind))
  return abilities.actions.filter((kind) => {
    if (kind === 'remove') return !theirs || abilities.removes_others
    if (!theirs) return false
    if ((kind === 'share' || kind === 'hide') && !message.is_public) return false
    const opposite = opposites[kind]
    if (isUndoing(kind)) return opposite !== undefined && done.has(opposite)
    return !done.has(kind)
  })
}

export async function actOn(message: Message, kind: ActKind): Promise<boolean> {
  if (message.conversation_id === null) return false
  const thread = store.thread(message.conversation_id)
  const before = message.acts
  thread.setActs(message.id, [
    ...before,
    { kind, user_id: me.value?.id ?? null, done_at: new Date(clock.read()).toISOString() },
  ])
  try {
    const params = { path: { message_id: message.id } }
    const { acts } = await call(client.POST('/api/v1/messages/{message_id}/actions', { params, body: { kind } }))
    thread.setActs(message.id, acts)
    return true
  } catch (error) {
    thread.setActs(message.id, before)
    complain(error)
    return false
  }
}
