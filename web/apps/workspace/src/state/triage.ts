// What triage says of messages: why, and put right by a person. What is put right shows at once and is taken back when the
// server refuses it; it can be undone for ten seconds.
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type Message, type Triage, type TriageChange, type Triaged } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { complain } from './failures'
import { store } from './live'
import { queries } from './queries'
import { may } from './session'
import { dismissToast, say } from './toasts'

const at = (message_id: number) => ({ params: { path: { message_id } } })

// The reasons are by the model that serves now, so they are asked for when somebody wants to know.
export const useExplanation = (id: MaybeRefOrGetter<number>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: ['triage', 'message', computed(() => toValue(id))],
    queryFn: () => call(client.GET('/api/v1/messages/{message_id}/triage', at(toValue(id)))),
    enabled: computed(() => toValue(wanted)),
    staleTime: 30_000,
  })

const reloadExplanation = (id: number): void => void queries.invalidateQueries({ queryKey: ['triage', 'message', id] })

// Somebody put a message right: why it says so, and how good triage is, are no longer what was read.
export function noteTriage(event: FeedEvent): void {
  if (event.type === 'triage.learnt') {
    void queries.invalidateQueries({ queryKey: ['triage', 'learning'] })
    void queries.invalidateQueries({ queryKey: ['triage', 'message'] })
  }
  if (event.type !== 'message.triaged' || event.by === null) return
  reloadExplanation(event.triage.message_id)
  void queries.invalidateQueries({ queryKey: ['triage', 'quality'] })
  void queries.invalidateQueries({ queryKey: ['triage', 'learning'] })
}

export const useTriageSettings = () =>
  useQuery({
    queryKey: ['triage', 'settings'],
    queryFn: () => call(client.GET('/api/v1/triage/settings')),
    enabled: computed(() => may('reports_read')),
  })

export const useTriageQuality = () =>
  useQuery({ queryKey: ['triage', 'quality'], queryFn: () => call(client.GET('/api/v1/triage/quality')), staleTime: 5_000 })

type Field = Triage['corrected'][number]
const fieldsOf = (change: TriageChange) => Object.keys(change) as Field[]

// How it stands with `change`, before the server says so. What a person says is certain.
export function changed(triage: Triage, change: TriageChange): Triage {
  const { sentiment, intents, ...rest } = change
  return {
    ...triage,
    ...rest,
    ...(sentiment === undefined
      ? {}
      : { sentiment: { label: sentiment, score: { negative: -1, positive: 1 }[sentiment] ?? 0, confidence: 1 } }),
    ...(intents === undefined ? {} : { intents: intents.map((name) => ({ name, confidence: 1 })) }),
    ...(rest.urgency === undefined ? {} : { urgency_confidence: 1 }),
    ...(rest.language === undefined ? {} : { language_confidence: 1 }),
    corrected: [...new Set([...triage.corrected, ...fieldsOf(change)])],
  }
}

// The same field as it stands now, to be said again.
export function asChange(triage: Triage, field: Field): TriageChange {
  switch (field) {
    case 'sentiment':
      return { sentiment: triage.sentiment.label }
    case 'intents':
      return { intents: triage.intents.map(({ name }) => name) }
    case 'language':
      return triage.language === null ? {} : { language: triage.language }
    default:
      return { [field]: triage[field] }
  }
}

// Changes to one message go one after the other, as they were made; of their answers the last one is shown.
const last = new Map<number, Promise<unknown>>()

async function put(message: Message, shown: Triage, ask: () => Promise<Triaged | undefined>): Promise<boolean> {
  const { id, conversation_id, triage: before } = message
  if (conversation_id === null || before === null) return false
  const version = store.versionOf(conversation_id)
  store.retriage(conversation_id, shown)
  const asked = (last.get(id) ?? Promise.resolve()).then(ask, ask)
  last.set(id, asked)
  const isLast = () => last.get(id) === asked
  try {
    const now = await asked
    if (now && isLast()) store.retriage(conversation_id, now.triage)
    if (now) store.confirm(now.conversation, version)
    return true
  } catch (error) {
    if (isLast()) store.retriage(conversation_id, before)
    complain(error)
    return false
  } finally {
    if (isLast()) last.delete(id)
    reloadExplanation(id)
  }
}

const tell = (message_id: number, body: TriageChange): Promise<Triaged> =>
  call(client.POST('/api/v1/messages/{message_id}/triage/corrections', { ...at(message_id), body }))

const takeBack = (message_id: number, field: Field): Promise<Triaged> =>
  call(
    client.DELETE('/api/v1/messages/{message_id}/triage/corrections/{field}', { params: { path: { message_id, field } } }),
  )

// What had been put right before is put right again as it was; the rest is the models' again.
async function restore(id: number, before: Triage, fields: readonly Field[]): Promise<Triaged | undefined> {
  let now: Triaged | undefined
  for (const field of fields)
    now = before.corrected.includes(field) ? await tell(id, asChange(before, field)) : await takeBack(id, field)
  return now
}

// Puts fields right, or says that they are; `sentence` thanks for it.
export async function correct(message: Message, change: TriageChange, sentence: string): Promise<void> {
  const before = message.triage
  if (!before) return
  const told = put(message, changed(before, change), () => tell(message.id, change))
  // Said with the change, not when the server has it: whoever sees it may want it back at once.
  const undo = async () => {
    if (!(await told)) return
    const now = { ...message, triage: changed(before, change) }
    await put(now, before, () => restore(message.id, before, fieldsOf(change)))
  }
  const toast = say(sentence, { undo: () => void undo() })
  if (!(await told)) dismissToast(toast)
}

// Everything that was said with some certainty, said again by a person.
export function confirmed(triage: Triage): TriageChange {
  return {
    ...(triage.sentiment.label === 'unsure' ? {} : { sentiment: triage.sentiment.label }),
    intents: triage.intents.map(({ name }) => name),
    urgency: triage.urgency,
    ...(triage.language === null ? {} : { language: triage.language }),
    spam: triage.spam,
    abuse: triage.abuse,
    sarcasm: triage.sarcasm,
  }
}
