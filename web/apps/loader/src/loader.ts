// chat.js runs on the company's own page: `<script src="https://heed.example/chat.js" data-key="KEY" async></script>`.
// It adds one button in a shadow root. The chat itself is a frame of Heed's own origin, made when the visitor shows
// intent and not before. It works under a host's strict Content-Security-Policy (no inline styles, no HTML from text),
// answers only the frame it made, and never throws into the page it is a guest of.
import { languageOf, wordsOf } from './words'
import { css, icon } from './look'

// What this tab remembers: the chat is open, or it is closed but something was said (so an answer can show its count).
type Memory = 'open' | 'talking' | ''
const kMemory = 'heed-chat'

function recall(): Memory {
  try {
    return (sessionStorage.getItem(kMemory) ?? '') as Memory
  } catch {
    return ''
  }
}

function remember(memory: Memory): void {
  try {
    sessionStorage.setItem(kMemory, memory)
  } catch {
    // A page that may not store anything still gets its chat.
  }
}

function start(script: HTMLScriptElement, key: string): void {
  const origin = new URL(script.src).origin
  const language = languageOf(document.documentElement.lang || navigator.language)
  const words = wordsOf(language)
  const memory = recall()
  let isOpen = false
  let isTalking = memory !== ''
  let focusInside = false
  let unread = 0
  let frame: HTMLIFrameElement | undefined
  let isReady = false // Until the panel has said so the frame is still of the page's own origin.

  const host = document.createElement('heed-chat')
  host.setAttribute('role', 'region')
  host.setAttribute('aria-label', words[0])
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]

  const button = document.createElement('button')
  button.type = 'button'
  const badge = document.createElement('b')
  badge.setAttribute('aria-hidden', 'true')
  const picture = icon()
  button.append(picture.svg, badge)
  root.append(button)

  function tell(type: string): void {
    if (isReady) frame?.contentWindow?.postMessage({ heed: type, focus: focusInside }, origin)
  }

  function makeFrame(): void {
    if (frame) return
    frame = document.createElement('iframe')
    frame.title = words[0]
    frame.hidden = true
    const hash = new URLSearchParams({ lang: language, host: location.origin })
    frame.src = `${origin}/widget/${encodeURIComponent(key)}#${hash}`
    root.prepend(frame)
  }

  function paint(): void {
    host.toggleAttribute('data-open', isOpen)
    picture.show(isOpen)
    if (frame) frame.hidden = !isOpen
    badge.textContent = unread && !isOpen ? String(Math.min(unread, 99)) : ''
    button.setAttribute('aria-expanded', String(isOpen))
    button.setAttribute('aria-label', isOpen ? words[1] : unread ? `${words[0]}, ${words[2]}: ${unread}` : words[0])
  }

  function set(open: boolean, withFocus: boolean): void {
    if (open) makeFrame()
    isOpen = open
    focusInside = open && withFocus
    if (open) unread = 0
    remember(open ? 'open' : isTalking ? 'talking' : '')
    paint()
    if (withFocus) (open ? frame : button)?.focus()
    tell(open ? 'open' : 'closed')
  }

  button.addEventListener('click', () => set(!isOpen, true))
  button.addEventListener('pointerenter', makeFrame)
  button.addEventListener('focus', makeFrame)
  button.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen) set(false, true)
  })
  addEventListener('message', (event: MessageEvent<{ heed?: string; n?: number } | null>) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return
    const said = event.data?.heed
    if (said === 'ready') {
      isReady = true
      tell(isOpen ? 'open' : 'closed')
    } else if (said === 'close') set(false, true)
    else if (said === 'keyboard' && focusInside && (root.activeElement === frame || root.activeElement === button)) {
      // To have it, the page must see it go there: it believes that it is there already, or could not hand it over to a frame that
      // was not put together yet.
      button.focus()
      frame.focus()
    } else if (said === 'talking') {
      isTalking = true
      remember(isOpen ? 'open' : 'talking')
    } else if (said === 'unread') {
      unread = Number(event.data?.n) || 0
      paint()
    }
  })

  document.body.append(host)
  if (memory === 'open') set(true, false)
  else if (memory) makeFrame()
  paint()
}

function begin(script: HTMLScriptElement | null): void {
  const key = script?.dataset['key']
  if (!script || !key || document.querySelector('heed-chat')) return
  try {
    start(script, key)
  } catch (error) {
    console.warn('heed:', error)
  }
}

// Only while the script runs is it known which element brought it.
const me = document.currentScript as HTMLScriptElement | null
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => begin(me))
else begin(me)
