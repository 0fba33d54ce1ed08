// Nothing moves under the hand: while the pointer is over the list, for two seconds after a key, and while a menu is open,
// rows stay where they are and arrivals wait.
import type { ConversationList } from '@heed/live'

const kAfterKeyMs = 2000

export function holdWhileUsed(list: () => ConversationList) {
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function release() {
    timer = undefined
    const overlay = document.querySelector('[role="menu"],[role="dialog"]') !== null
    if (over) return
    if (overlay) later(500)
    else list().release()
  }
  function later(ms: number) {
    clearTimeout(timer)
    timer = setTimeout(release, ms)
  }
  function key() {
    list().hold()
    later(kAfterKeyMs)
  }
  return {
    start() {
      addEventListener('keydown', key, true)
    },
    stop() {
      removeEventListener('keydown', key, true)
      clearTimeout(timer)
      list().release()
    },
    enter(event: PointerEvent) {
      if (event.pointerType !== 'mouse') return
      over = true
      list().hold()
    },
    leave() {
      over = false
      later(300)
    },
  }
}
