// Playbooks that are followed in a conversation, and the answers that rules offer there. The feed says when they changed.
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type OfferedDraft, type PlaybookRun } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { complain } from './failures'
import { queries } from './queries'
import { may } from './session'

const at = (conversation_id: number) => ({ params: { path: { conversation_id } } })

export const usePlaybookRuns = (conversation: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['practice', 'runs', computed(() => toValue(conversation))],
    queryFn: async () =>
      (await call(client.GET('/api/v1/conversations/{conversation_id}/playbook_runs', at(toValue(conversation))))).items,
  })
export const useOfferedDrafts = (conversation: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['practice', 'drafts', computed(() => toValue(conversation))],
    queryFn: async () =>
      (await call(client.GET('/api/v1/conversations/{conversation_id}/drafts', at(toValue(conversation))))).items,
  })
export const usePlaybookTemplates = () =>
  useQuery({
    queryKey: ['rules', 'templates'],
    queryFn: async () => (await call(client.GET('/api/v1/playbooks/templates'))).items,
    enabled: computed(() => may('inboxes_manage')),
  })

const reloadRuns = (id: number) => void queries.invalidateQueries({ queryKey: ['practice', 'runs', id] })
const reloadDrafts = (id: number) => void queries.invalidateQueries({ queryKey: ['practice', 'drafts', id] })

export function reloadPractice(event: FeedEvent): void {
  if (event.type === 'playbook.moved') reloadRuns(event.conversation.id)
  // A rule offers; whoever takes it over, throws it away or answers changes the conversation.
  else if (event.type === 'rule.ran' || event.type === 'message.created') reloadDrafts(event.conversation.id)
  else if (event.type === 'conversation.updated') {
    reloadDrafts(event.conversation.id)
    void queries.invalidateQueries({ queryKey: ['practice', 'labels', event.conversation.id] })
  }
}

async function change(conversation: number, job: () => Promise<unknown>): Promise<boolean> {
  try {
    await job()
    return true
  } catch (error) {
    complain(error)
    return false
  } finally {
    reloadRuns(conversation)
  }
}

export const begin = (conversation: number, playbook_id: number): Promise<boolean> =>
  change(conversation, () =>
    call(
      client.POST('/api/v1/conversations/{conversation_id}/playbook_runs', { ...at(conversation), body: { playbook_id } }),
    ),
  )
export const setStep = ({ id, conversation_id }: PlaybookRun, step: number, done: boolean): Promise<boolean> =>
  change(conversation_id, () =>
    call(client.PUT('/api/v1/playbook_runs/{run_id}', { params: { path: { run_id: id } }, body: { step, done } })),
  )
export const stopRun = ({ id, conversation_id }: PlaybookRun): Promise<boolean> =>
  change(conversation_id, () =>
    call(client.POST('/api/v1/playbook_runs/{run_id}/stop', { params: { path: { run_id: id } } })),
  )

// Whether it was ours to settle: somebody else may have been faster, which is said.
export async function settleDraft({ id, conversation_id }: OfferedDraft): Promise<boolean> {
  try {
    await call(client.DELETE('/api/v1/drafts/{draft_id}', { params: { path: { draft_id: id } } }))
    return true
  } catch (error) {
    complain(error)
    return false
  } finally {
    reloadDrafts(conversation_id)
  }
}

// As it stands, with one press. Somebody who wrote meanwhile is read first: then the server refuses, and says so.
export async function sendDraft({ id, conversation_id }: OfferedDraft, seen: number | undefined): Promise<boolean> {
  try {
    const body = seen === undefined ? {} : { seen_message_id: seen }
    await call(client.POST('/api/v1/drafts/{draft_id}/send', { params: { path: { draft_id: id } }, body }))
    return true
  } catch (error) {
    complain(error)
    return false
  } finally {
    reloadDrafts(conversation_id)
  }
}

// Its actions are done; its text is for the composer.
export const applyMacro = (conversation_id: number, macro_id: number) =>
  call(
    client.POST('/api/v1/conversations/{conversation_id}/macros/{macro_id}', {
      params: { path: { conversation_id, macro_id } },
    }),
  )

// --- Labels

export const useLabels = (conversation: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['practice', 'labels', computed(() => toValue(conversation))],
    queryFn: async () =>
      (await call(client.GET('/api/v1/conversations/{conversation_id}/labels', at(toValue(conversation))))).items,
  })

export async function setLabel(conversation_id: number, label: string, on: boolean): Promise<void> {
  const path = { conversation_id }
  const { items } = await call(
    on
      ? client.PUT('/api/v1/conversations/{conversation_id}/labels', { params: { path }, body: { label } })
      : client.DELETE('/api/v1/conversations/{conversation_id}/labels', { params: { path, query: { label } } }),
  )
  queries.setQueryData(['practice', 'labels', conversation_id], items)
}
