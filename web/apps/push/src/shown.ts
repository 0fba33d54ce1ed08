// What a push becomes on the screen of a device.
import type { PushWords } from '../words'

export interface Told {
  id: number
  cause: string
  name: string
  conversation_id: number | null
}

export interface Shown {
  title: string
  options: NotificationOptions & { data: { path: string } }
}

const rightToLeft = ['ar']

export function shownOf(told: Told, words: PushWords, language: string): Shown {
  const lang = language in words ? language : 'en'
  return {
    title: words[lang]?.[told.cause] ?? 'Heed',
    options: {
      body: told.name,
      // A page that tells the same uses the same tag: it is shown once.
      tag: `heed-told-${String(told.id)}`,
      lang,
      dir: rightToLeft.includes(lang) ? 'rtl' : 'ltr',
      icon: '/icon-192.png',
      data: { path: told.conversation_id === null ? '/told' : `/c/${String(told.conversation_id)}` },
    },
  }
}
