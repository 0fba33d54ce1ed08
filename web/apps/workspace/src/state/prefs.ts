// What one person prefers on one device.
import { reactive, watch } from 'vue'
import { languages, matchLanguage } from '@heed/i18n'
import { speak } from '../words'

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

interface Prefs {
  theme: Theme
  density: Density
  language: string
  shortcuts: boolean
  panel: boolean // The contact panel beside the conversation.
  byPriority: boolean // Lists of what is to be done.
  macros: readonly number[] // Used last, the latest first.
  tellOutside: boolean // Through the browser, while Heed is not in front.
  push: { id: number; user: number } | null // Also while it is closed: this browser as the server knows it, and whose.
}

const kStorageKey = 'heed.prefs'

function stored(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem(kStorageKey) ?? '{}') as Partial<Prefs>
  } catch {
    return {}
  }
}

export const prefs = reactive<Prefs>({
  theme: 'system',
  density: 'comfortable',
  language: matchLanguage(navigator.languages),
  shortcuts: true,
  panel: true,
  byPriority: false,
  macros: [],
  tellOutside: false,
  push: null,
  ...stored(),
})

function show(): void {
  const root = document.documentElement
  if (prefs.theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = prefs.theme
  root.dataset['density'] = prefs.density
}

// Shows the preferences, keeps them, and follows a change made in another tab.
export async function startPrefs(): Promise<void> {
  // For tests and for trying: ?lang=en-XA shows where words would not fit.
  const asked = new URLSearchParams(location.search).get('lang')
  if (asked && (asked === 'en-XA' || languages.some(({ id }) => id === asked))) prefs.language = asked
  show()
  watch(prefs, () => {
    show()
    try {
      localStorage.setItem(kStorageKey, JSON.stringify(prefs))
    } catch {
      // Storage may be refused; the preference then lasts as long as the page.
    }
  })
  watch(
    () => prefs.language,
    (language) => void speak(language),
  )
  addEventListener('storage', (event) => {
    if (event.key === kStorageKey) Object.assign(prefs, stored())
  })
  await speak(prefs.language)
}
