// The typed client of the server's API. The session's CSRF token is set once after sign-in; every POST carries an
// idempotency key, so that a retry with the same key happens once. Calls that fail throw an ApiFailure.
import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type Failure = Schemas['Failure']
export type Session = Schemas['Session']
export type Quarantined = Schemas['Quarantined']
export type Status = Schemas['Status']
export type Organization = Schemas['Organization']
export type User = Schemas['User']
export type Role = User['role']
export type Permission = Session['permissions'][number]
export type Team = Schemas['Team']
export type Token = Schemas['Token']
export type Channel = Schemas['Channel']
export type Capabilities = Schemas['Capabilities']
export type Inbox = Schemas['Inbox']
export type InboxSettings = Schemas['InboxSettings']
export type InboxHealth = Schemas['InboxHealth']
export type Conversation = Schemas['Conversation']
export type ConversationStatus = Conversation['status']
export type DismissReason = NonNullable<Conversation['dismiss_reason']>
export type View = Conversation['views'][number]
export type Clock = NonNullable<Conversation['clock']>
export type Move = Schemas['Move']
export type Case = Schemas['Case']
export type CaseRow = Schemas['CaseRow']
export type Message = Schemas['Message']
export type Attachment = Schemas['Attachment']
export type Upload = Schemas['Upload']
export type ReplyTerms = Schemas['ReplyTerms']
export type Act = Schemas['Act']
export type ActKind = Act['kind']
export type Triage = Schemas['Triage']
export type Triaged = Schemas['Triaged']
export type TriageExplanation = Schemas['TriageExplanation']
export type TriageReason = Schemas['TriageReason']
export type TriageCorrection = Schemas['TriageCorrection']
export type TriageChange = { [Field in keyof Schemas['CorrectTriage']]: NonNullable<Schemas['CorrectTriage'][Field]> }
export type TriageLayer = Schemas['TriageLayer']
export type TriageLearning = Schemas['TriageLearning']
export type TriageModel = Schemas['TriageModel']
export type TriageQuality = Schemas['TriageQuality']
export type TriageWords = Schemas['TriageWords']
export type TriageSettings = Schemas['TriageSettings']
export type Facets = Schemas['Facets']
export type FacetCount = Schemas['FacetCount']
export type PriorityReason = Schemas['PriorityReason']
export type PriorityWeights = Schemas['PriorityWeights']
export type Delivery = Message['delivery']
export type SearchItem = Schemas['SearchItem']
export type SearchPage = Schemas['SearchPage']
export type ViewCount = Schemas['ViewCount']
export type Contact = Schemas['Contact']
export type ContactValue = Contact['value']
export type Identity = Contact['identities'][number]
export type IdentityHistory = Schemas['IdentityHistory']
export type StrikeCount = Contact['strikes'][number]
export type Moment = Schemas['Moment']
export type Signal = Schemas['Signal']
export type ContactRow = Schemas['ContactRow']
export type Alert = Schemas['Alert']
export type AlertPerson = Schemas['AlertPerson']
export type AlertPost = Schemas['AlertPost']
export type AlertStory = Schemas['AlertStory']
export type SlaPolicy = Schemas['SlaPolicy']
export type SlaDefault = Schemas['SlaDefault']
export type BusinessHours = Schemas['BusinessHours']
export type Holiday = BusinessHours['holidays'][number]
export type ClockReason = Schemas['ClockReason']
export type OwedPage = Schemas['OwedPage']
export type OwedItem = Schemas['OwedItem']
export type QueueForecast = Schemas['QueueForecast']
export type ForecastItem = Schemas['ForecastItem']
export type OwedReport = Schemas['OwedReport']
export type OwedReportRow = Schemas['OwedReportRow']
export type ClockKind = Schemas['ClockKind']
export type StrikeCause = Schemas['StrikeCause']
export type StrikeStanding = Schemas['StrikeStanding']
export type Strike = StrikeStanding['items'][number]
export type StrikeConsequence = Strike['followed'][number]
export type StrikeSettings = Schemas['StrikeSettings']
export type FollowUpKind = Schemas['FollowUpKind']
export type FollowUpStep = Schemas['FollowUpStep']
export type EncounterKind = Schemas['EncounterKind']
export type FollowUp = Schemas['FollowUp']
export type MyFollowUp = Schemas['MyFollowUp']
export type Encounter = Schemas['Encounter']
export type Macro = Schemas['Macro']
export type Playbook = Schemas['Playbook']
export type PlaybookStep = Schemas['PlaybookStep']
export type PlaybookRun = Schemas['PlaybookRun']
export type PlaybookRunStep = Schemas['PlaybookRunStep']
export type PlaybookTemplate = Schemas['PlaybookTemplate']
export type OfferedDraft = Schemas['Draft']
export type Notice = Schemas['Notification']
export type NoticeCause = Schemas['NotificationCause']
export type PushBrowser = Schemas['PushBrowser']
export type ListedNotice = Schemas['ListedNotification']
export type NoticePage = Schemas['NotificationPage']
export type DayTime = Schemas['DayTime']
export type OnCallShift = Schemas['OnCallShift']
export type TeamRouting = Schemas['TeamRouting']
export type RoutingProfile = Schemas['RoutingProfile']
export type ChannelWeight = Schemas['ChannelWeight']
export type AgentPresence = Schemas['AgentPresence']
export type Presence = AgentPresence['presence']
export type RoutingDecision = Schemas['RoutingDecision']
export type RoutingGround = RoutingDecision['grounds'][number]
// A decision as the feed tells it.
export type RoutingOutcome = Pick<RoutingDecision, 'outcome' | 'user_id' | 'team_id' | 'grounds'>
export type ConversationRouting = Schemas['ConversationRouting']
export type QueuedConversation = Schemas['QueuedConversation']
export type Rule = Schemas['Rule']
export type RuleCondition = Schemas['RuleCondition']
export type RuleAction = Schemas['RuleAction']
export type RuleFields = Schemas['RuleFields']
export type RuleRun = Schemas['RuleRun']
export type RuleTrial = Schemas['RuleTrial']
export type CareReport = Schemas['CareReport']
export type BrandFigures = Schemas['BrandFigures']
export type Widget = Schemas['Widget']
export type WidgetMessage = Schemas['WidgetMessage']
export type WidgetMessages = Schemas['WidgetMessages']

export type FailureKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'rejected'
  | 'unavailable'
  | 'offline' // No answer at all; ours, not the server's.

// A refusal, as the server worded it.
export class ApiFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly field: string | null = null,
    readonly requestId: string | null = null,
  ) {
    super(message)
  }
}

export const isFailure = (error: unknown, kind?: FailureKind): error is ApiFailure =>
  error instanceof ApiFailure && (kind === undefined || error.kind === kind)

let csrfToken = ''
let whenUnauthenticated: () => void = () => undefined

export function setCsrfToken(token: string): void {
  csrfToken = token
}

// Called when a request finds that the session has ended.
export function onUnauthenticated(callback: () => void): void {
  whenUnauthenticated = callback
}

export function newKey(): string {
  // randomUUID is there in secure contexts only, and a first try may run on plain http in a local network.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const headers: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('X-Heed-CSRF', csrfToken)
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newKey())
    return request
  },
}

export const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })
client.use(headers)

const kindOfStatus: Record<number, FailureKind> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  429: 'rate_limited',
  502: 'rejected',
}

function failureOf(response: Response, body: unknown): ApiFailure {
  const failure = (body ?? {}) as Partial<Failure>
  const kind = (failure.kind as FailureKind | undefined) ?? kindOfStatus[response.status] ?? 'unavailable'
  const requestId = failure.request_id ?? response.headers.get('X-Request-Id')
  return new ApiFailure(kind, failure.message ?? '', failure.field ?? null, requestId)
}

interface Outcome<T> {
  data?: T
  error?: unknown
  response: Response
}

// call(client.GET('/api/v1/session')) gives the reply or throws an ApiFailure.
export async function call<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  let settled: Outcome<T>
  try {
    settled = await outcome
  } catch (error) {
    // fetch() rejects when no answer came; a reply that is no JSON is the server's (or a proxy's) trouble.
    throw error instanceof SyntaxError ? new ApiFailure('unavailable', '') : new ApiFailure('offline', '')
  }
  if (settled.response.ok && settled.data !== undefined) return settled.data
  const failure = failureOf(settled.response, settled.error)
  // Where a field is named, it is a sign-in elsewhere that was refused: a platform's, with the settings of an inbox.
  if (failure.kind === 'unauthenticated' && failure.field === null) whenUnauthenticated()
  throw failure
}
