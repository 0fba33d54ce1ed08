// A rule as its form holds it, and as the server takes it.
import type { Rule, RuleAction, RuleCondition, RuleFields } from '@heed/api'

export interface Draft {
  name: string
  trigger: Rule['trigger']
  conditions: RuleCondition[]
  actions: RuleAction[]
  enabled: boolean
  max_per_hour: number
  once_per_conversation: boolean
}
export type FieldType = RuleFields['fields'][number]
export type ActionType = RuleFields['actions'][number]

export const kFields = ['name', 'trigger', 'conditions', 'actions', 'max_per_hour'] as const
const kUsualMost = 100

export const emptyAction = (kind: RuleAction['kind']): RuleAction => ({
  kind,
  user_id: null,
  team_id: null,
  label: null,
  priority: null,
  policy_id: null,
  text: null,
  whom: kind === 'notify' ? 'assignee' : null,
  macro_id: null,
  playbook_id: null,
})

// What a field begins with: a flag holds, a number is at its least; anything else is to be chosen.
export const emptyCondition = (type: FieldType): RuleCondition => ({
  field: type.field,
  comparison: type.comparisons[0] ?? 'is',
  values: type.type === 'flag' ? ['true'] : type.type === 'number' ? [String(type.least)] : [],
})

export const draftOf = (rule?: Rule): Draft => ({
  name: rule?.name ?? '',
  trigger: rule?.trigger ?? 'message_in',
  conditions: (rule?.conditions ?? []).map((one) => ({ ...one, values: [...one.values] })),
  actions: (rule?.actions ?? [emptyAction('add_label')]).map((one) => ({ ...one })),
  enabled: rule?.enabled ?? false,
  max_per_hour: rule?.max_per_hour ?? kUsualMost,
  once_per_conversation: rule?.once_per_conversation ?? false,
})

export const bodyOf = (draft: Draft) => ({ ...draft, name: draft.name.trim() })

// What is typed one a line.
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

// The order with the one at `at` one place earlier (-1) or later (1).
export function moved(ids: readonly number[], at: number, by: 1 | -1): number[] {
  const out = [...ids]
  const [one] = out.splice(at, 1)
  if (one !== undefined) out.splice(Math.max(0, at + by), 0, one)
  return out
}

// Which of a list a fault is about: 2 of "conditions[2].values[0]".
export function placeOf(named: string | null, list: 'conditions' | 'actions'): number | null {
  const found = named?.match(/^(\w+)\[(\d+)\]/)
  return found?.[1] === list ? Number(found[2]) : null
}
