// Conversations, messages and events for the tests. Times are seconds after kStart.
import type { Conversation, Message, Triage } from '@heed/api'
import type { FeedEvent } from './feed_types'

export const kStart = Date.parse('2026-11-21T09:00:00.000Z')
export const at = (seconds: number): string => new Date(kStart + seconds * 1000).toISOString()

interface Shape extends Partial<Conversation> {
  due?: number
  said?: number
  breached?: boolean
}

export function conversation(id: number, { due = 300, said = 0, breached = false, ...rest }: Shape = {}): Conversation {
  const owed = rest.owed ?? true
  return {
    id,
    inbox_id: 1,
    contact_id: id,
    contact_name: `Contact ${id}`,
    team_id: null,
    assignee_id: null,
    status: 'open',
    snoozed_until: null,
    owed,
    owed_since: owed ? at(0) : null,
    dismiss_reason: null,
    dismiss_note: null,
    clock: owed
      ? {
          kind: 'first_response',
          started_at: at(0),
          due_at: at(due),
          breached_at: breached ? at(due) : null,
          warn_at: null,
          warned_at: null,
          paused_at: null,
          target_s: due,
          policy_id: null,
          escalated: 0,
        }
      : null,
    first_said_at: at(0),
    last_said_at: at(said),
    last_text: 'Hello',
    last_direction: owed ? 'inbound' : 'outbound',
    message_count: 1,
    first_answered_at: null,
    first_response_s: null,
    views: owed ? ['owed', 'unassigned', 'open', 'all'] : ['unassigned', 'open', 'all'],
    merged_into_id: null,
    case_id: null,
    priority: null,
    priority_reasons: [],
    facets: null,
    reply: null,
    call_back_by: null,
    resolution: null,
    ...rest,
  }
}

export const message = (id: number, conversation_id: number, seconds = 0): Message => ({
  id,
  conversation_id,
  direction: 'inbound',
  author_name: 'Contact',
  user_id: null,
  is_public: false,
  text: `Message ${id}`,
  delivery: 'received',
  said_at: at(seconds),
  edited_at: null,
  deleted_at: null,
  original_text: null,
  language: null,
  triage: null,
  subject: null,
  attachments: [],
  delivered_at: null,
  seen_at: null,
  automatic: false,
  acts: [],
  delivery_reason: null,
  send_at: null,
  url: null,
})

export const triage = (message_id: number, rest: Partial<Triage> = {}): Triage => ({
  message_id,
  language: 'en',
  language_confidence: 0.97,
  sentiment: { score: -0.7, label: 'negative', confidence: 0.9 },
  emotion: null,
  intents: [{ name: 'refund', confidence: 0.7 }],
  urgency: 1,
  urgency_confidence: 0.65,
  spam: false,
  abuse: false,
  sarcasm: false,
  personal_data: [],
  entities: [],
  tier: 1,
  corrected: [],
  ...rest,
})

type Of<Type extends FeedEvent['type']> = Extract<FeedEvent, { type: Type }>

export const created = (seq: number, it: Conversation): Of<'conversation.created'> => ({
  type: 'conversation.created',
  seq,
  at: at(seq),
  conversation: it,
})
export const updated = (seq: number, it: Conversation): Of<'conversation.updated'> => ({
  type: 'conversation.updated',
  seq,
  at: at(seq),
  conversation: it,
  by: null,
})
export const said = (seq: number, it: Message, of: Conversation): Of<'message.created'> => ({
  type: 'message.created',
  seq,
  at: at(seq),
  message: it,
  conversation: of,
})
export const gone = (seq: number, id: number): Of<'conversation.gone'> => ({
  type: 'conversation.gone',
  seq,
  at: at(seq),
  conversation_id: id,
})
export const moved = (seq: number, from_id: number, to: Conversation): Of<'messages.moved'> => ({
  type: 'messages.moved',
  seq,
  at: at(seq),
  from_id,
  conversation: to,
})
export const triaged = (seq: number, triage: Triage, of: Conversation): Of<'message.triaged'> => ({
  type: 'message.triaged',
  seq,
  at: at(seq),
  triage,
  conversation: of,
  by: null,
})
export const ranked = (seq: number, it: Conversation): Of<'conversation.ranked'> => ({
  type: 'conversation.ranked',
  seq,
  at: at(seq),
  conversation: it,
})
