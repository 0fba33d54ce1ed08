// Nobody hands out more than they hold; the server has the last word.
import type { Role } from '@heed/api'
import { me } from '../../state/session'

const all: readonly Role[] = ['owner', 'admin', 'lead', 'agent', 'partner']

// The roles this person may give, and the one that somebody has.
export function grantable(current?: Role): Role[] {
  const own = me.value?.role ?? 'partner'
  return all.filter((role) => role === current || all.indexOf(role) >= all.indexOf(own))
}
