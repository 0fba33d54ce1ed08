// Steps of a playbook as their form holds them.
import type { PlaybookStep } from '@heed/api'

export const kOwners = ['assignee', 'lead', 'user', 'team'] as const
export const kChecks = ['by_hand', 'answered', 'assigned', 'labelled'] as const

export const emptyStep = (): PlaybookStep => ({
  text: '',
  owner: 'assignee',
  user_id: null,
  team_id: null,
  due_minutes: null,
  check: 'by_hand',
  label: null,
})

// Which step a fault is about: 2 of "steps[2].label".
export function stepOf(named: string | null): number | null {
  const found = named?.match(/^steps\[(\d+)\]/)
  return found?.[1] === undefined ? null : Number(found[1])
}

// The steps with the one at `at` one place earlier (-1) or later (1); as they are where it stands at the end.
export function shifted<T>(steps: readonly T[], at: number, by: 1 | -1): T[] {
  const out = [...steps]
  const [one] = out.splice(at, 1)
  if (one !== undefined) out.splice(Math.min(out.length, Math.max(0, at + by)), 0, one)
  return out
}
