// Strikes of a contact: what befell them, and how much it still counts.
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client, type StrikeCause, type StrikeStanding } from '@heed/api'
import { t } from '../words'
import { complain } from './failures'
import { queries } from './queries'
import { say } from './toasts'

// What a person may say that it was; the rest the server finds out.
export const kReported = ['complaint', 'promise_broken'] as const satisfies readonly StrikeCause[]
export type Reported = (typeof kReported)[number]

export const useStrikes = (contact: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: ['contacts', computed(() => toValue(contact)), 'strikes'],
    queryFn: () =>
      call(client.GET('/api/v1/contacts/{contact_id}/strikes', { params: { path: { contact_id: toValue(contact) } } })),
    enabled: computed(() => toValue(contact) > 0),
  })

function show(contact: number, standing: StrikeStanding) {
  queries.setQueryData(['contacts', contact, 'strikes'], standing)
  void queries.invalidateQueries({ queryKey: ['contacts', contact], exact: true })
}

export async function takeBack(contact: number, strike: number): Promise<boolean> {
  try {
    const path = { strike_id: strike }
    show(contact, await call(client.POST('/api/v1/strikes/{strike_id}/undo', { params: { path } })))
    say(t('strikes.taken_back'))
    return true
  } catch (error) {
    complain(error)
    return false
  }
}

// Throws what the server refuses: the form says it at its field.
export async function addStrike(contact: number, conversation_id: number, cause: Reported, note: string): Promise<void> {
  const params = { path: { contact_id: contact } }
  const body = { conversation_id, cause, note }
  const standing = await call(client.POST('/api/v1/contacts/{contact_id}/strikes', { params, body }))
  show(contact, standing)
  const added = standing.items.reduce((latest, one) => (one.id > latest ? one.id : latest), 0)
  say(t('strikes.added'), { undo: () => void takeBack(contact, added) })
}

export const useStrikeSettings = () =>
  useQuery({ queryKey: ['sla', 'strikes'], queryFn: () => call(client.GET('/api/v1/strike_settings')) })
