// Rules in words: what they wait for, what must hold, what they do.
import type {
  Channel,
  Inbox,
  Macro,
  Playbook,
  Rule,
  RuleAction,
  RuleCondition,
  RuleFields,
  SlaPolicy,
  Team,
  User,
} from '@heed/api'
import { locale, t, tData } from '../words'

type FieldType = RuleFields['fields'][number]
export interface RuleNames {
  inbox: (id: number | null) => Inbox | undefined
  team: (id: number | null) => Team | undefined
  user: (id: number | null) => User | undefined
  channel: (id: string) => Channel | undefined
  policy: (id: number | null) => SlaPolicy | undefined
  macro: (id: number | null) => Macro | undefined
  playbook: (id: number | null) => Playbook | undefined
}

const listed = (parts: string[], type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(locale(), { type }).format(parts)

export const doneText = (actions: readonly string[]): string =>
  listed(
    actions.map((action) => tData('rules.did', action)),
    'conjunction',
  )

// One value of a condition, as people call it.
export function valueText(type: FieldType | undefined, value: string, names: RuleNames): string {
  const gone = t('rules.gone')
  switch (type?.type) {
    case 'inbox':
      return names.inbox(Number(value))?.name ?? gone
    case 'team':
      return value === 'none' ? t('rules.no_team') : (names.team(Number(value))?.name ?? gone)
    case 'user':
      return value === 'none' ? t('rules.nobody') : (names.user(Number(value))?.name ?? gone)
    case 'channel':
      return names.channel(value)?.name ?? value
    case 'choice':
      if (type.field === 'intent') return tData('triage.intent', value)
      return type.field === 'status' ? tData('status', value) : tData('rules.value', value)
    case 'flag':
      return tData('rules.value', value)
    case 'text':
      return t('rules.quoted', { text: value })
    default:
      return value
  }
}

export function conditionText(condition: RuleCondition, fields: RuleFields, names: RuleNames): string {
  const type = fields.fields.find(({ field }) => field === condition.field)
  const values = condition.values.map((value) => valueText(type, value, names))
  return [
    tData('rules.field', condition.field),
    tData('rules.cmp', condition.comparison),
    listed(values, 'disjunction'),
  ].join(' ')
}

function objectOf(action: RuleAction, names: RuleNames): string | null {
  const gone = t('rules.gone')
  if (action.kind === 'notify' && action.whom) return t(`rules.whom_${action.whom}`)
  if (action.user_id !== null) return names.user(action.user_id)?.name ?? gone
  if (action.team_id !== null) return names.team(action.team_id)?.name ?? gone
  if (action.policy_id !== null) return names.policy(action.policy_id)?.name ?? gone
  if (action.macro_id !== null) return names.macro(action.macro_id)?.name ?? gone
  if (action.playbook_id !== null) return names.playbook(action.playbook_id)?.name ?? gone
  if (action.priority !== null) return String(action.priority)
  return action.label
}

export function actionText(action: RuleAction, names: RuleNames): string {
  const what = tData('rules.action', action.kind)
  const object = objectOf(action, names)
  return object === null ? what : `${what} (${object})`
}

// "When the customer says something, if mood is negative: raise the priority (80)".
export function ruleText(
  rule: Pick<Rule, 'trigger' | 'conditions' | 'actions'>,
  fields: RuleFields,
  names: RuleNames,
): string {
  const trigger = tData('rules.trigger', rule.trigger)
  const actions = listed(
    rule.actions.map((one) => actionText(one, names)),
    'conjunction',
  )
  if (rule.conditions.length === 0) return t('rules.sentence', { trigger, actions })
  const conditions = listed(
    rule.conditions.map((one) => conditionText(one, fields, names)),
    'conjunction',
  )
  return t('rules.sentence_if', { trigger, conditions, actions })
}
