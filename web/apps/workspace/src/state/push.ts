// Whether this browser is told what its user is told by name also while Heed is closed here: a worker that stays, and an address at
// the browser's push service that the server knows. The service cannot read what passes through it.
import { computed, shallowRef, watch } from 'vue'
import { call, client, isFailure, type PushBrowser } from '@heed/api'
import { prefs } from './prefs'
import { me, onSignOut } from './session'
import { askLeave, leave } from './tell_outside'

export const canPush = 'serviceWorker' in navigator && 'PushManager' in window && isSecureContext
export const pushOn = computed(() => prefs.push !== null && prefs.push.user === me.value?.id && leave.value === 'granted')
// This user's, on other devices.
export const otherBrowsers = shallowRef<readonly PushBrowser[]>([])

const ours = (): Promise<ServiceWorkerRegistration | undefined> => navigator.serviceWorker.getRegistration('/')

function workerUrl(): string {
  const url = `/push.js?lang=${encodeURIComponent(prefs.language)}`
  const types = (
    window as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } }
  ).trustedTypes
  policy ??= types?.createPolicy('heed', { createScriptURL: (address: string) => address })
  return policy?.createScriptURL(url) ?? url
}
let policy: { createScriptURL(url: string): string } | undefined

async function worker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(workerUrl(), { updateViaCache: 'none' })
  return navigator.serviceWorker.ready
}

const letters = (buffer: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

// One that was made with another key, of an installation that was set up anew, is given up.
async function subscription(key: string): Promise<PushSubscription> {
  const { pushManager } = await worker()
  const before = await pushManager.getSubscription()
  if (before && letters(before.options.applicationServerKey) === key) return before
  await before?.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

// "Firefox on Linux", as far as a browser says so.
export function browserName(agent: string): string {
  const known = [/Edg/, /OPR/, /Firefox/, /Chrome/, /Safari/].find((one) => one.test(agent))?.source ?? 'Browser'
  const name = { Edg: 'Edge', OPR: 'Opera' }[known] ?? known
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((one) => agent.includes(one))
  return system ? `${name} on ${system}` : name
}

async function add(): Promise<void> {
  const { public_key } = await call(client.GET('/api/v1/push'))
  const made = await subscription(public_key)
  const body = {
    endpoint: made.endpoint,
    p256dh: letters(made.getKey('p256dh')),
    auth: letters(made.getKey('auth')),
    name: browserName(navigator.userAgent),
  }
  const { id } = await call(client.POST('/api/v1/push/browsers', { body }))
  if (me.value) prefs.push = { id, user: me.value.id }
}

async function forget(id: number): Promise<void> {
  try {
    await call(client.DELETE('/api/v1/push/browsers/{browser_id}', { params: { path: { browser_id: id } } }))
  } catch (error) {
    if (!isFailure(error, 'not_found')) throw error
  }
}

async function unsubscribe(): Promise<void> {
  prefs.push = null
  const registration = await ours()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}

// False where the browser, or whoever sits before it, said no.
export async function turnPushOn(): Promise<boolean> {
  if (!(await askLeave())) return false
  await add()
  return true
}

export async function turnPushOff(): Promise<void> {
  const before = prefs.push
  await unsubscribe()
  if (before) await forget(before.id)
}

export async function loadOthers(): Promise<void> {
  const { browsers } = await call(client.GET('/api/v1/push'))
  otherBrowsers.value = browsers.filter(({ id }) => id !== prefs.push?.id)
}

export async function stopOthers(): Promise<void> {
  for (const { id } of otherBrowsers.value) await forget(id)
  otherBrowsers.value = []
}

// Browsers change their address now and then, and a server may have forgotten it: seen to whenever Heed is opened.
async function keepGoing(): Promise<void> {
  if (!prefs.push || !me.value) return
  if (prefs.push.user !== me.value.id || Notification.permission !== 'granted') {
    await unsubscribe()
    return
  }
  const { browsers } = await call(client.GET('/api/v1/push'))
  const registration = await worker()
  const there = await registration.pushManager.getSubscription()
  if (!there || !browsers.some(({ id }) => id === prefs.push?.id)) await add()
}

export function startPush(open: (path: string) => void): void {
  if (!canPush) return
  onSignOut(turnPushOff)
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ open?: string }>) => {
    if (data.open) open(data.open)
  })
  navigator.serviceWorker.startMessages()
  keepGoing().catch(() => undefined) // At the next opening, then.
  watch(
    () => prefs.language,
    () => {
      if (prefs.push) worker().catch(() => undefined)
    },
  )
}
