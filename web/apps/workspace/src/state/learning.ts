// What triage learnt from the company's own people: what serves, and learning asked for.
import { useQuery } from '@tanstack/vue-query'
import { call, client, type TriageLearning, type TriageSettings } from '@heed/api'
import { queries } from './queries'

const kKey = ['triage', 'learning']

export const useTriageLearning = () =>
  useQuery({ queryKey: kKey, queryFn: () => call(client.GET('/api/v1/triage/learning')), staleTime: 5_000 })

const show = (learning: TriageLearning) => {
  queries.setQueryData(kKey, learning)
}

export async function learnNow(): Promise<void> {
  show(await call(client.POST('/api/v1/triage/learning/training')))
}

// None: the models alone.
export async function chooseLayer(layer_id: number | null): Promise<void> {
  const body = layer_id === null ? {} : { layer_id }
  show(await call(client.POST('/api/v1/triage/learning/layer', { body })))
}

export async function changeNights({ weights, words }: TriageSettings, learning: TriageSettings['learning']): Promise<void> {
  const body = { weights, words, learning }
  queries.setQueryData(['triage', 'settings'], await call(client.PUT('/api/v1/triage/settings', { body })))
}
