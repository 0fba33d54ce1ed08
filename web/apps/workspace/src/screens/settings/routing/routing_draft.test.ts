// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { RoutingProfile, TeamRouting } from '@heed/api'
import {
  kProfileFields,
  kTeamFields,
  changedWeights,
  profileBodyOf,
  profileDraftOf,
  teamBodyOf,
  teamDraftOf,
  weightsOf,
  withChosen,
} from './routing_draft'

const team: TeamRouting = {
  team_id: 1,
  strategy: 'best_skill',
  sticky_s: 3600,
  sticky_over_percent: 40,
  overflow_team_id: 2,
  overflow_after_s: 300,
  requeue_away_after_s: 120,
  changed_at: null,
  trouble: '',
}
const profile: RoutingProfile = {
  user_id: 1,
  capacity: 7,
  languages: ['de'],
  channels: ['email'],
  topics: ['refund'],
  products: ['Bike lock', 'Helmet'],
  seniority: 2,
  trouble: '',
}

describe('a team in its form', () => {
  it('goes back as it came', () => {
    const body = teamBodyOf(teamDraftOf(team))
    expect(team).toMatchObject(body)
    expect(Object.keys(body)).toEqual([...kTeamFields])
  })
  it('leaves out what was switched off, and offers something usual for it', () => {
    const draft = teamDraftOf({ ...team, sticky_s: null, overflow_team_id: null, overflow_after_s: null })
    expect(draft).toMatchObject({ sticky: false, sticky_s: 604_800, overflow_after_s: 600 })
    expect(teamBodyOf(draft)).toMatchObject({ sticky_s: null, overflow_team_id: null, overflow_after_s: null })
  })
})

describe('somebody in their form', () => {
  it('goes back as it came; empty lines are no products', () => {
    const body = profileBodyOf(profileDraftOf(profile))
    expect(profile).toMatchObject(body)
    expect(Object.keys(body).sort()).toEqual([...kProfileFields].sort())
    expect(profileBodyOf({ ...profileDraftOf(profile), products: ' Bike lock \n\n' }).products).toEqual(['Bike lock'])
  })
  it('keeps in sight what was chosen and is not known any more', () => {
    expect(withChosen(['a', 'b'], ['b', 'gone'])).toEqual(['a', 'b', 'gone'])
  })
})

it('of the weights only those are sent that differ from the usual', () => {
  const items = [
    { channel: 'chat', name: 'Chat', weight: 3, default_weight: 2 },
    { channel: 'email', name: 'E-mail', weight: 1, default_weight: 1 },
  ]
  expect(weightsOf(items)).toEqual({ chat: 3, email: 1 })
  expect(changedWeights(items, { chat: 2, email: 4 })).toEqual({ email: 4 })
  expect(changedWeights(items, {})).toEqual({ chat: 3 })
})
