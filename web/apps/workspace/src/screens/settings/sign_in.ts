// Signing in to an account on its own pages: what the form holds is kept while the browser is away, without its secrets, so that
// whoever comes back without success finds it again.
import { call, client, type Channel } from '@heed/api'
import { controlsOf, type FormValues } from '@heed/ui/schema_form'

const kDraft = 'heed.sign_in'

export interface Draft {
  path: string // Of the form.
  channel: string
  name: string
  target: number
  settings: FormValues
}

export function keepDraft(draft: Draft, schema: unknown): void {
  const secrets = new Set(controlsOf(schema).flatMap(({ name, kind }) => (kind === 'secret' ? [name] : [])))
  const settings = Object.fromEntries(Object.entries(draft.settings).filter(([name]) => !secrets.has(name)))
  sessionStorage.setItem(kDraft, JSON.stringify({ ...draft, settings }))
}

export function draft(): Draft | null {
  const kept = sessionStorage.getItem(kDraft)
  try {
    return kept ? (JSON.parse(kept) as Draft) : null
  } catch {
    return null
  }
}

export const forgetDraft = (): void => {
  sessionStorage.removeItem(kDraft)
}

export type SignInBody = NonNullable<Parameters<typeof begin>[0]>

// The page is left.
export async function begin(body: {
  inbox_id?: number
  channel?: string
  name?: string
  settings?: Record<string, unknown>
  team_id?: number | null
  first_response_s?: number
}): Promise<void> {
  const begun = await call(client.POST('/api/v1/inboxes/oauth/begin', { body }))
  location.assign(begun.authorize_url)
}

// Whether the company's own registration there is asked for, with the address that the browser comes back to.
export const asksForClient = (channel: Channel): boolean =>
  channel.signs_in && controlsOf(channel.settings_schema).some(({ name }) => name.endsWith('client_id'))

export const returnAddress = (): string => `${location.origin}/oauth/callback`
