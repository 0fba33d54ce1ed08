// A policy as its form holds it, and as the server takes it.
import type { SlaPolicy } from '@heed/api'

export type Segment = NonNullable<SlaPolicy['segment']>
export interface Draft {
  name: string
  inbox_id: number | null
  channel: string | null
  team_id: number | null
  priority_at_least: number | null
  segment: Segment | null
  first_response_s: number | null
  next_response_s: number | null
  resolution_s: number | null
  call_back_s: number | null
  warn: boolean
  warn_percent: number
  counted: SlaPolicy['counted']
  hours_id: number | null
  escalate_s: number[]
}

export const kFields = [
  'name',
  'inbox_id',
  'channel',
  'team_id',
  'priority_at_least',
  'segment',
  'first_response_s',
  'next_response_s',
  'resolution_s',
  'call_back_s',
  'warn_percent',
  'counted',
  'hours_id',
  'escalate_s',
] as const

export const kMostSteps = 5
const kUsualWarning = 75
const kNoWarning = 100 // As the server has it: nobody is warned before the breach.
const kFirstStep_s = 1800

export function draftOf(policy?: SlaPolicy): Draft {
  const warn = policy ? policy.warn_percent < kNoWarning : true
  return {
    name: policy?.name ?? '',
    inbox_id: policy?.inbox_id ?? null,
    channel: policy?.channel ?? null,
    team_id: policy?.team_id ?? null,
    priority_at_least: policy?.priority_at_least ?? null,
    segment: policy?.segment ?? null,
    first_response_s: policy ? policy.first_response_s : 3600,
    next_response_s: policy?.next_response_s ?? null,
    resolution_s: policy?.resolution_s ?? null,
    call_back_s: policy?.call_back_s ?? null,
    warn,
    warn_percent: policy && warn ? policy.warn_percent : kUsualWarning,
    counted: policy?.counted ?? 'always',
    hours_id: policy?.hours_id ?? null,
    escalate_s: [...(policy?.escalate_s ?? [])],
  }
}

// A channel is left out where an inbox is named: the inbox has but one.
export const bodyOf = (draft: Draft) => ({
  name: draft.name.trim(),
  inbox_id: draft.inbox_id,
  channel: draft.inbox_id === null ? draft.channel : null,
  team_id: draft.team_id,
  priority_at_least: draft.priority_at_least,
  segment: draft.segment,
  first_response_s: draft.first_response_s,
  next_response_s: draft.next_response_s,
  resolution_s: draft.resolution_s,
  call_back_s: draft.call_back_s,
  warn_percent: draft.warn ? draft.warn_percent : kNoWarning,
  counted: draft.counted,
  hours_id: draft.counted === 'calendar' ? draft.hours_id : null,
  escalate_s: draft.escalate_s,
})

// One step more, twice as late as the last.
export const nextStep = (steps: readonly number[]): number => (steps.at(-1) ?? kFirstStep_s / 2) * 2

// As specific as the server takes it: whom it is about before how urgent it is, that before the inbox, the team, the channel.
const weight = (policy: SlaPolicy): number =>
  (policy.segment ? 16 : 0) +
  (policy.priority_at_least ? 8 : 0) +
  (policy.inbox_id ? 4 : 0) +
  (policy.team_id ? 2 : 0) +
  (policy.channel ? 1 : 0)
const kSegments: readonly (Segment | null)[] = [null, 'none', 'customer', 'valued', 'key']

// The one that is chosen where several hold comes first.
export const bySpecific = (policies: readonly SlaPolicy[]): SlaPolicy[] =>
  [...policies].sort(
    (a, b) =>
      weight(b) - weight(a) ||
      kSegments.indexOf(b.segment) - kSegments.indexOf(a.segment) ||
      (b.priority_at_least ?? 0) - (a.priority_at_least ?? 0) ||
      b.id - a.id,
  )
