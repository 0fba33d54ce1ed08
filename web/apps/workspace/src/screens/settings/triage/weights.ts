// What a priority would be with other weights. A reason's points are its weight times how much of it there is, so they follow
// the weight; what is too small to be a reason stays as it is.
import type { Conversation, PriorityReason, PriorityWeights } from '@heed/api'

export type Weight = Exclude<keyof PriorityWeights, 'intents'>

export const kGroups = [
  { id: 'said', weights: ['urgent', 'urgent_now', 'negative'] },
  { id: 'time', weights: ['clock', 'late', 'unanswered', 'live'] },
  { id: 'who', weights: ['value', 'strikes', 'reach', 'spam_at_most'] },
] as const satisfies readonly { id: string; weights: readonly Weight[] }[]

export const copyOf = (weights: PriorityWeights): PriorityWeights => ({ ...weights, intents: { ...weights.intents } })

export function same(a: PriorityWeights, b: PriorityWeights): boolean {
  const flat = ({ intents, ...rest }: PriorityWeights) => Object.entries({ ...rest, ...intents })
  const other = new Map(flat(b))
  return flat(a).every(([name, value]) => other.get(name) === value) && other.size === flat(a).length
}

const times = (points: number, was: number, is: number) => (was > 0 ? (points * is) / was : 0)

function pointsOf({ code, points, subject }: PriorityReason, was: PriorityWeights, is: PriorityWeights): number {
  switch (code) {
    case 'intent':
      return times(points, was.intents[subject] ?? 0, is.intents[subject] ?? 0)
    case 'urgent_now':
      return times(points, was.urgent + was.urgent_now, is.urgent + is.urgent_now)
    case 'late':
      // All of the clock's points, and the lateness on top.
      return is.clock + times(points - was.clock, was.late, is.late)
    case 'spam':
      return 0
    case 'rule':
    case 'escalated':
      return points // What somebody said outright, no weight changes.
    default:
      return times(points, was[code], is[code])
  }
}

export function rescored(
  { priority, priority_reasons: reasons }: Pick<Conversation, 'priority' | 'priority_reasons'>,
  was: PriorityWeights,
  is: PriorityWeights,
): number {
  const score = priority ?? 0
  if (reasons.some(({ code }) => code === 'spam')) return Math.min(score, Math.round(is.spam_at_most))
  const known = reasons.reduce((sum, { points }) => sum + points, 0)
  const rest = Math.max(0, score - known)
  const now = reasons.reduce((sum, reason) => sum + pointsOf(reason, was, is), rest)
  return Math.round(Math.min(100, Math.max(0, now)))
}
