// What is asked for while somebody types is asked once they pause, and not at all when the screen they typed on is gone.
import { onScopeDispose } from 'vue'

export function useAfterTyping(wait: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const cancel = () => {
    clearTimeout(timer)
  }
  onScopeDispose(cancel)
  return {
    // Instead of what waits.
    run(action: () => void) {
      cancel()
      timer = setTimeout(action, wait)
    },
    cancel,
  }
}
