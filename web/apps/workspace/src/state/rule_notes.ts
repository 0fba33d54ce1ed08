// What rules did in a conversation, how its playbooks went on, and strikes of its contact. It comes with the feed, and is kept as long as the page is open.
import { shallowReactive } from 'vue'
import type { StrikeCause } from '@heed/api'
import type { FeedEvent } from '@heed/live'

export type RuleNote = { key: string; at: string } & (
  | { kind: 'rule'; name: string; actions: readonly string[]; trouble: string }
  | { kind: 'playbook'; name: string; what: string; step: number | null }
  | { kind: 'strike'; cause: StrikeCause; note: string; undone: boolean; level: number }
)

const kMost = 30
const kNone: readonly RuleNote[] = []
const kept = shallowReactive(new Map<number, readonly RuleNote[]>())

function noteOf(event: FeedEvent): RuleNote | null {
  const key = String(event.seq)
  if (event.type === 'rule.ran')
    return { kind: 'rule', key, at: event.at, name: event.rule_name, actions: event.actions, trouble: event.trouble }
  if (event.type === 'playbook.moved')
    return { kind: 'playbook', key, at: event.at, name: event.playbook_name, what: event.what, step: event.step }
  if (event.type === 'strike.changed')
    return {
      kind: 'strike',
      key,
      at: event.at,
      cause: event.cause,
      note: event.note,
      undone: event.undone,
      level: event.level,
    }
  return null
}

export function noteRule(event: FeedEvent): void {
  const note = noteOf(event)
  if (!note || !('conversation' in event)) return
  const { id } = event.conversation
  const before = kept.get(id) ?? kNone
  if (!before.some(({ key }) => key === note.key)) kept.set(id, [...before, note].slice(-kMost))
}

export const ruleNotes = (id: number): readonly RuleNote[] => kept.get(id) ?? kNone
