// What the tab is called: how many wait, where one is, in the language of the screen.
import { watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { countOf } from '../state/live'
import { session } from '../state/session'
import { t, tData } from '../words'

export function useTitle(): void {
  const route = useRoute()
  watchEffect(() => {
    const { title, door } = route.meta
    const view = route.params['view']
    const place = typeof view === 'string' ? tData('view', view) : title ? t(title) : ''
    const owed = session.value && !door ? (countOf('owed') ?? 0) : 0
    document.title = `${owed > 0 ? `(${owed}) ` : ''}${place ? `${place} · ` : ''}Heed`
  })
}
