// Runs on the device while no page of Heed need be open: shows what its push service brings, and opens it when it is chosen. It
// reads nothing of the server and keeps nothing; its language stands in its own address.
import type { PushWords } from '../words'
import { shownOf, type Told } from './shown'

declare const PUSH_WORDS: PushWords

interface Page {
  visibilityState: DocumentVisibilityState
  focus(): Promise<Page>
  postMessage(message: unknown): void
}
interface Extended extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Pushed extends Extended {
  data: { json(): unknown } | null
}
interface Chosen extends Extended {
  notification: Notification
}
interface Worker {
  addEventListener(type: 'push', listener: (event: Pushed) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Chosen) => void): void
  addEventListener(type: 'install', listener: (event: Extended) => void): void
  registration: ServiceWorkerRegistration
  location: Location
  clients: {
    matchAll(which: { type: 'window'; includeUncontrolled: true }): Promise<readonly Page[]>
    openWindow(path: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
}
const worker = self as unknown as Worker
const pages = () => worker.clients.matchAll({ type: 'window', includeUncontrolled: true })

async function show(told: Told): Promise<void> {
  // In front of somebody, the page itself says it.
  if ((await pages()).some(({ visibilityState }) => visibilityState === 'visible')) return
  const language = new URL(worker.location.href).searchParams.get('lang') ?? 'en'
  const { title, options } = shownOf(told, PUSH_WORDS, language)
  await worker.registration.showNotification(title, options)
}

async function open(path: string): Promise<void> {
  const [page] = await pages()
  if (!page) {
    await worker.clients.openWindow(path)
    return
  }
  await page.focus()
  page.postMessage({ open: path })
}

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting())
})
worker.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(show(event.data.json() as Told))
})
worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { path } = event.notification.data as { path: string }
  event.waitUntil(open(path))
})
