// Who is signed in, and what they may do.
import { computed, shallowRef } from 'vue'
import { call, client, isFailure, onUnauthenticated, setCsrfToken, type Permission, type Session } from '@heed/api'

export const session = shallowRef<Session | null>(null)
// The session ended while the workspace was open: sign in again over the page, so that nothing written is lost.
export const expired = shallowRef(false)

export const me = computed(() => session.value?.user ?? null)
export const may = (permission: Permission): boolean => session.value?.permissions.includes(permission) ?? false

export function enter(next: Session): void {
  setCsrfToken(next.csrf_token)
  const other = session.value !== null && session.value.user.id !== next.user.id
  session.value = next
  expired.value = false
  if (other) location.assign('/')
}

onUnauthenticated(() => {
  if (session.value) expired.value = true
})

let asked: Promise<Session | null> | undefined

async function ask(): Promise<Session | null> {
  try {
    enter(await call(client.GET('/api/v1/session')))
  } catch (error) {
    if (!isFailure(error, 'unauthenticated')) {
      asked = undefined
      throw error
    }
  }
  return session.value
}

// Asks the server once; later calls get the same answer.
export function whoAmI(): Promise<Session | null> {
  if (session.value) return Promise.resolve(session.value)
  asked ??= ask()
  return asked
}

export async function signIn(email: string, password: string): Promise<void> {
  enter(await call(client.POST('/api/v1/session', { body: { email, password } })))
}

// What this browser was to be told belongs to whoever signs out.
const beforeLeaving: (() => Promise<void>)[] = []
export const onSignOut = (work: () => Promise<void>): void => void beforeLeaving.push(work)

export async function signOut(): Promise<void> {
  await Promise.allSettled(beforeLeaving.map((work) => work()))
  await call(client.DELETE('/api/v1/session'))
  location.assign('/login')
}
