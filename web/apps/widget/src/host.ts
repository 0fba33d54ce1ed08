// Talk with chat.js on the page around this frame. Nothing that a visitor said or holds ever crosses: only "open", "closed",
// "close" and a count. Messages are taken from the window that framed us and the origin it named, and sent to that origin
// alone; a page that names another origin than its own is simply not heard and hears nothing.
import { ref, type Ref } from 'vue'

export interface Host {
  readonly isFramed: boolean // By a page that listens to us.
  readonly isOpen: Readonly<Ref<boolean>>
  onOpen(callback: (withFocus: boolean) => void): void
  close(): void
  unread(count: number): void
  talking(): void
  // Asks the page for the keyboard until it is here: a frame that is still being put together when the page hands it over can
  // miss it, and what the visitor types then would go nowhere.
  seekKeyboard(): void
}

const kTries = 8
const kFirstWait_ms = 60 // Doubled each time: a slow machine takes seconds to put a frame together.

export function connectHost(claimed: string | null, around: Window = parent, own: Window = window): Host {
  // A sandboxed or file page has the origin "null", which nothing can be addressed to.
  const origin = around !== own && claimed && /^https?:\/\/[^/]+$/.test(claimed) ? claimed : null
  const isOpen = ref(origin === null)
  let whenOpened: (withFocus: boolean) => void = () => undefined

  function tell(message: { heed: string; n?: number }): void {
    if (origin) around.postMessage(message, origin)
  }

  own.addEventListener('message', (event: MessageEvent<{ heed?: unknown; focus?: unknown } | null>) => {
    if (!origin || event.source !== around || event.origin !== origin) return
    const said = event.data?.heed
    if (said !== 'open' && said !== 'closed') return
    isOpen.value = said === 'open'
    if (isOpen.value) whenOpened(event.data?.focus === true)
  })

  return {
    isFramed: origin !== null,
    isOpen,
    onOpen(callback) {
      whenOpened = callback
      tell({ heed: 'ready' })
    },
    close: () => {
      tell({ heed: 'close' })
    },
    unread: (n) => {
      tell({ heed: 'unread', n })
    },
    talking: () => {
      tell({ heed: 'talking' })
    },
    seekKeyboard() {
      let tries = 0
      const look = (): void => {
        if (!isOpen.value || own.document.hasFocus() || tries++ === kTries) return
        tell({ heed: 'keyboard' })
        own.setTimeout(look, kFirstWait_ms * 2 ** (tries - 1))
      }
      if (origin) look()
    },
  }
}
