// Who is one person and who is not, as a colleague says it; each can be undone for ten seconds.
import { call, client, type Contact } from '@heed/api'
import { t } from '../words'
import { complain } from './failures'
import { reloadContact } from './queries'
import { say } from './toasts'

const at = (contact_id: number) => ({ params: { path: { contact_id } } })

async function ask(outcome: Promise<Contact>, ...concerned: number[]): Promise<Contact | null> {
  try {
    const contact = await outcome
    for (const id of [...concerned, contact.id]) reloadContact(id, true)
    return contact
  } catch (error) {
    complain(error)
    return null
  }
}

const joined = (id: number, other_id: number) =>
  ask(call(client.POST('/api/v1/contacts/{contact_id}/join', { ...at(id), body: { other_id } })), id, other_id)
const separated = (id: number, identity_ids: number[]) =>
  ask(call(client.POST('/api/v1/contacts/{contact_id}/separation', { ...at(id), body: { identity_ids } })), id)

// All that is `other`'s goes to `contact`.
export async function join(contact: Contact, other: Contact): Promise<void> {
  const handles = other.identities.map(({ id }) => id)
  const done = await joined(contact.id, other.id)
  if (!done) return
  const undo = { undo: () => void separated(contact.id, handles) }
  say(t('done.joined', { name: other.name }), handles.length > 0 ? undo : {})
}

// These handles are somebody else's.
export async function separate(contact: Contact, identityIds: number[], handle: string): Promise<void> {
  const own = await separated(contact.id, identityIds)
  if (own) say(t('done.separated', { name: handle }), { undo: () => void joined(contact.id, own.id) })
}
