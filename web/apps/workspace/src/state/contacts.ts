// What people say of a contact. It shows at once, is taken back when the server refuses it, and can be undone for ten seconds.
import { call, client, type Contact, type ContactValue } from '@heed/api'
import { t } from '../words'
import { complain } from './failures'
import { queries } from './queries'
import { say } from './toasts'

export const kWorths = ['none', 'customer', 'valued', 'key'] as const satisfies readonly ContactValue[]

async function put(contact_id: number, value: ContactValue): Promise<boolean> {
  const key = ['contacts', contact_id]
  const before = queries.getQueryData<Contact>(key)
  const show = (now: Partial<Contact>) =>
    queries.setQueryData<Contact>(key, (known) => (known ? { ...known, ...now } : known))
  show({ value })
  try {
    show(await call(client.PATCH('/api/v1/contacts/{contact_id}', { params: { path: { contact_id } }, body: { value } })))
    return true
  } catch (error) {
    if (before) show({ value: before.value })
    complain(error)
    return false
  }
}

export async function valueContact({ id, name, value: before }: Contact, value: ContactValue): Promise<void> {
  if (!(await put(id, value))) return
  say(t('worth.done', { name, value: t(`worth.${value}`) }), { undo: () => void put(id, before) })
}
