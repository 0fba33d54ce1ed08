// The few requests of the panel. A failure is thrown as Refusal; `offline` means that no answer came at all.
import type { Failure, Widget, WidgetMessage, WidgetMessages } from '@heed/api'

export type RefusalKind = Failure['kind'] | 'offline'

export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    message = '',
    readonly field: string | null = null,
    readonly retryAfterS = 0,
  ) {
    super(message)
  }

  // Whether the same words may go through later, unchanged.
  get passes(): boolean {
    return this.kind === 'offline' || this.kind === 'unavailable' || this.kind === 'rate_limited'
  }
}

export interface Words {
  text: string
  name?: string
  email?: string
}

export interface Api {
  widget(): Promise<Widget>
  visitor(key: string): Promise<{ token: string }>
  messages(token: string): Promise<WidgetMessages>
  say(token: string, key: string, words: Words): Promise<WidgetMessage>
  file(token: string, id: number): Promise<Blob>
  readonly liveUrl: string
}

const kinds: Record<number, RefusalKind> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  429: 'rate_limited',
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => ({}))) as Partial<Failure>
  const kind = body.kind ?? kinds[response.status] ?? 'unavailable'
  return new Refusal(kind, body.message, body.field, Number(response.headers.get('Retry-After')) || 0)
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'omit', ...init })
  } catch {
    throw new Refusal('offline')
  }
  if (!response.ok) throw await refusalOf(response)
  return response
}

async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await ask(path, init)
  try {
    return (await response.json()) as T
  } catch {
    throw new Refusal('unavailable')
  }
}

export function makeApi(inboxKey: string): Api {
  const base = `/api/v1/widget/${encodeURIComponent(inboxKey)}`
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
  const post = (body: unknown, headers: Record<string, string>): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return {
    widget: () => request(base),
    visitor: (key) => request(`${base}/visitors`, post({}, { 'Idempotency-Key': key })),
    messages: (token) => request(`${base}/messages`, { headers: bearer(token) }),
    say: (token, key, words) => request(`${base}/messages`, post(words, { 'Idempotency-Key': key, ...bearer(token) })),
    file: async (token, id) => (await ask(`${base}/attachments/${String(id)}`, { headers: bearer(token) })).blob(),
    liveUrl: `${location.origin.replace(/^http/, 'ws')}${base}/live`,
  }
}

// randomUUID is there in secure contexts only, and a first try may run on plain http in a local network.
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
