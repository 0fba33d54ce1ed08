// The live feed's messages as this side reads them. The names and members are the server's contract.
import type {
  Act,
  Alert,
  ClockKind,
  ContactValue,
  Conversation,
  EncounterKind,
  FollowUpKind,
  FollowUpStep,
  Message,
  Notice,
  Presence,
  RoutingOutcome,
  Signal,
  StrikeCause,
  Triage,
} from '@heed/api'

interface Numbered {
  seq: number
  at: string
}

export type FeedEvent =
  | ({ type: 'conversation.created'; conversation: Conversation } & Numbered)
  | ({ type: 'conversation.updated'; conversation: Conversation; by: number | null } & Numbered)
  | ({ type: 'conversation.gone'; conversation_id: number } & Numbered)
  | ({ type: 'message.created'; message: Message; conversation: Conversation } & Numbered)
  | ({ type: 'message.updated'; message: Message; conversation: Conversation } & Numbered)
  | ({ type: 'message.acted'; message_id: number; act: Act; conversation: Conversation } & Numbered)
  | ({ type: 'message.triaged'; triage: Triage; conversation: Conversation; by: number | null } & Numbered)
  | ({ type: 'conversation.ranked'; conversation: Conversation } & Numbered)
  | ({ type: 'messages.moved'; from_id: number; conversation: Conversation } & Numbered)
  | ({ type: 'alert.opened' | 'alert.changed'; alert: Alert } & Numbered)
  | ({
      type: 'identities.moved'
      from_id: number
      contact_id: number
      contact_name: string
      joined: boolean
      by: number | null
    } & Numbered)
  | ({ type: 'contact.changed'; contact_id: number; value: ContactValue; by: number | null } & Numbered)
  | ({ type: 'signal.received'; signal: Signal } & Numbered)
  | ({ type: 'clock.breached' | 'clock.warned'; conversation: Conversation; kind: ClockKind | null } & Numbered)
  | ({ type: 'clock.escalated'; conversation: Conversation; step: number; kind: ClockKind | null } & Numbered)
  | ({ type: 'clock.moved'; conversation: Conversation; previous_due_at: string; why: string } & Numbered)
  | ({ type: 'presence.changed'; user_id: number; presence: Presence; by: number | null } & Numbered)
  | ({ type: 'conversation.routed'; conversation: Conversation; decision: RoutingOutcome } & Numbered)
  | ({
      type: 'rule.ran'
      conversation: Conversation
      rule_id: number
      rule_name: string
      actions: string[]
      trouble: string
    } & Numbered)
  | ({
      type: 'playbook.moved'
      conversation: Conversation
      run_id: number
      playbook_name: string
      what: string
      step: number | null
      by: number | null
    } & Numbered)
  | ({
      type: 'strike.changed'
      conversation: Conversation
      strike_id: number
      cause: StrikeCause
      note: string
      undone: boolean
      level: number
      by: number | null
    } & Numbered)
  | ({
      type: 'follow_up.changed'
      conversation: Conversation
      follow_up_id: number
      kind: FollowUpKind
      step: FollowUpStep
      due_at: string
      text: string
      by: number | null
    } & Numbered)
  | ({
      type: 'encounter.logged'
      conversation: Conversation
      encounter_id: number
      kind: EncounterKind
      happened_at: string
      text: string
      by: number
    } & Numbered)
  | ({
      type: 'triage.learnt'
      step: 'begun' | 'promoted' | 'not_better' | 'chosen'
      layer_id: number | null
      by: number | null
    } & Numbered)
  | ({ type: 'notification.changed'; notification: Notice } & Numbered)
  | ({ type: 'settings.changed'; noun: string } & Numbered)

export type IdentitiesMoved = Extract<FeedEvent, { type: 'identities.moved' }>

export type FeedMessage =
  | { type: 'hello'; seq: number; now: string }
  | { type: 'resync'; seq: number }
  | { type: 'error'; message: string }
  | FeedEvent
