// How a team's work is given out, and what somebody can do: as their forms hold it, and as the server takes it.
import type { ChannelWeight, RoutingProfile, TeamRouting } from '@heed/api'

export const kStrategies = ['manual', 'round_robin', 'least_loaded', 'best_skill'] as const
export const kSeniorities = [1, 2, 3] as const

export const kTeamFields = [
  'strategy',
  'sticky_s',
  'sticky_over_percent',
  'overflow_team_id',
  'overflow_after_s',
  'requeue_away_after_s',
] as const

export interface TeamDraft {
  strategy: TeamRouting['strategy']
  sticky: boolean
  sticky_s: number | null
  sticky_over_percent: number
  overflow_team_id: number | null
  overflow_after_s: number | null
  requeue_away_after_s: number | null
}

const kUsualSticky_s = 7 * 86_400
const kUsualOverflow_s = 600

export const teamDraftOf = (team: TeamRouting): TeamDraft => ({
  strategy: team.strategy,
  sticky: team.sticky_s !== null,
  sticky_s: team.sticky_s ?? kUsualSticky_s,
  sticky_over_percent: team.sticky_over_percent,
  overflow_team_id: team.overflow_team_id,
  overflow_after_s: team.overflow_after_s ?? kUsualOverflow_s,
  requeue_away_after_s: team.requeue_away_after_s,
})

export const teamBodyOf = (draft: TeamDraft) => ({
  strategy: draft.strategy,
  sticky_s: draft.sticky ? draft.sticky_s : null,
  sticky_over_percent: draft.sticky_over_percent,
  overflow_team_id: draft.overflow_team_id,
  overflow_after_s: draft.overflow_team_id === null ? null : draft.overflow_after_s,
  requeue_away_after_s: draft.requeue_away_after_s,
})

export const kProfileFields = ['capacity', 'languages', 'channels', 'topics', 'products', 'seniority'] as const

export interface ProfileDraft {
  capacity: number
  seniority: number
  languages: string[]
  channels: string[]
  topics: string[]
  products: string // One a line.
}

export const profileDraftOf = (profile: RoutingProfile): ProfileDraft => ({
  capacity: profile.capacity,
  seniority: profile.seniority,
  languages: [...profile.languages],
  channels: [...profile.channels],
  topics: [...profile.topics],
  products: profile.products.join('\n'),
})

export const profileBodyOf = (draft: ProfileDraft) => ({
  capacity: draft.capacity,
  seniority: draft.seniority,
  languages: draft.languages,
  channels: draft.channels,
  topics: draft.topics,
  products: draft.products
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
})

// What can be chosen, and what was chosen before and is not known any more: it is seen, and can be taken away.
export const withChosen = (known: readonly string[], chosen: readonly string[]): string[] => [
  ...known,
  ...chosen.filter((one) => !known.includes(one)),
]

export type Weights = Record<string, number>
export const weightsOf = (items: readonly ChannelWeight[]): Weights =>
  Object.fromEntries(items.map(({ channel, weight }) => [channel, weight]))
// The server keeps those that differ from what their kind weighs.
export const changedWeights = (items: readonly ChannelWeight[], now: Weights): Weights =>
  Object.fromEntries(
    items.flatMap(({ channel, weight, default_weight }) => {
      const wanted = now[channel] ?? weight
      return wanted === default_weight ? [] : [[channel, wanted]]
    }),
  )
