// The live feed's messages as this side reads them. The names and members are the server's contract.
import type { Alert, ContactValue, Conversation, Message, Signal, Triage } from '@heed/api'

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
  | ({ type: 'clock.breached'; conversation: Conversation } & Numbered)
  | ({
      type: 'triage.learnt'
      step: 'begun' | 'promoted' | 'not_better' | 'chosen'
      layer_id: number | null
      by: number | null
    } & Numbered)
  | ({ type: 'settings.changed'; noun: string } & Numbered)

export type IdentitiesMoved = Extract<FeedEvent, { type: 'identities.moved' }>

export type FeedMessage =
  | { type: 'hello'; seq: number; now: string }
  | { type: 'resync'; seq: number }
  | { type: 'error'; message: string }
  | FeedEvent
