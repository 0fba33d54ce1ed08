// Why somebody is told something, in words.
import type { ListedNotice } from '@heed/api'
import { t } from '../words'

// "The answer to Ann is late". Where it is about nobody, or about somebody one sees no more, without a name.
export function causeText({ notification, conversation }: ListedNotice): string {
  const { cause } = notification
  return conversation ? t(`told.cause.${cause}`, { name: conversation.contact_name }) : t(`told.short.${cause}`)
}

// Without anybody's name, for where others may look on.
export const shortText = ({ notification }: ListedNotice): string => t(`told.short.${notification.cause}`)

// Why it is they who are told: nobody below said that they have it. The first rung needs no reason.
export function rungText({ notification }: ListedNotice): string {
  if (notification.rung <= 0) return ''
  return t(notification.rung === 1 ? 'told.as_lead' : 'told.as_manager')
}
