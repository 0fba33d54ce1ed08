// The browser's own notifications, for while Heed is not in front. They say why and about whom, never what was said: nobody
// knows who looks at that screen.
import { shallowRef } from 'vue'
import type { ListedNotice } from '@heed/api'
import { shortText } from '../parts/told_words'
import { prefs } from './prefs'

export type Leave = NotificationPermission | 'missing'

// A browser lets only pages that came safely ask.
const read = (): Leave => ('Notification' in window && isSecureContext ? Notification.permission : 'missing')
export const leave = shallowRef<Leave>(read())

export async function askLeave(): Promise<boolean> {
  if (leave.value === 'default') await Notification.requestPermission()
  leave.value = read()
  return leave.value === 'granted'
}

export function tellOutside(item: ListedNotice, open: () => void): void {
  leave.value = read()
  if (!prefs.tellOutside || leave.value !== 'granted' || document.visibilityState === 'visible') return
  try {
    // Several tabs tell it once: the tag is the same.
    const shown = new Notification(shortText(item), {
      body: item.conversation?.contact_name ?? '',
      tag: `heed-told-${String(item.notification.id)}`,
      silent: true,
    })
    shown.onclick = () => {
      shown.close()
      window.focus()
      open()
    }
  } catch {
    // Some phones have the name but not the thing; the list and the banner tell it there.
  }
}
