// What triage learnt, in words.
import type { TriageLayer, TriageLearning } from '@heed/api'
import { locale, t, tData } from '../../../words'

// Of 100, as people speak of it; a decimal would promise more than so few messages know.
export const points = (share: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(share * 100)

export const servingOf = ({ layers }: TriageLearning): TriageLayer | undefined =>
  layers.find(({ state }) => state === 'serving')

// The one to go back to: the latest that was learnt before the one that serves, and was not taken back itself.
export function before(learning: TriageLearning): TriageLayer | undefined {
  const serving = servingOf(learning)
  return learning.layers.find(
    ({ learnt_at, may_serve, state }) =>
      serving !== undefined && may_serve && state === 'superseded' && learnt_at < serving.learnt_at,
  )
}

// Of how many messages the most-taught field was said.
export const taught = ({ taught: fields }: TriageLearning): number => Math.max(0, ...fields.map(({ messages }) => messages))

export function measureText(one: TriageLayer['measures'][number], needed: number): string {
  const field = tData('triage.about', one.field)
  const change = t('triage.learning.change', { before: points(one.before), after: points(one.after) })
  if (one.held_back < needed) return t('triage.learning.measure_few', { field, n: one.held_back, needed })
  if (one.kept) return t('triage.learning.measure_kept', { field, change })
  if (!one.better) return t('triage.learning.measure_not', { field, change })
  const values = { before: points(one.before), after: points(one.after), right: one.put_right, broken: one.broken }
  return t('triage.learning.measure', { field, n: one.held_back, ...values })
}
