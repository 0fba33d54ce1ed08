import { createApp } from 'vue'
import { VueQueryPlugin } from '@tanstack/vue-query'
import '@heed/tokens/tokens.css'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './styles/workspace.css'
import App from './App.vue'
import { listenForKeys } from './keys/shortcuts'
import { router } from './router'
import { startPrefs } from './state/prefs'
import { queries } from './state/queries'
import { whoAmI } from './state/session'

// Asked before anything else, so that the answer comes while the words and the first screen load.
whoAmI().catch(() => undefined)

// The server was brought up to date while this page was open: the parts it asks for have new names. Load the new page; drafts
// are kept. Not twice in a minute, in case something else is the matter.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('heed.reloaded') ?? 0)
  if (Date.now() - last < 60_000) return
  sessionStorage.setItem('heed.reloaded', String(Date.now()))
  location.reload()
})

async function start(): Promise<void> {
  await startPrefs()
  listenForKeys()
  createApp(App).use(router).use(VueQueryPlugin, { queryClient: queries }).mount('#app')
}

void start()
