// What somebody is writing, by person, conversation and mode (reply or note), never by view. Kept in memory for the screen
// and written to IndexedDB a moment after the last key.
import { shallowReactive } from 'vue'
import { kept } from './keep'

export type Mode = 'reply' | 'note'

const kIdleMs = 300
const drafts = shallowReactive(new Map<string, string>())
const timers = new Map<string, ReturnType<typeof setTimeout>>()

const keyOf = (userId: number, conversationId: number, mode: Mode): string => `${userId}:${conversationId}:${mode}`

export async function loadDrafts(): Promise<void> {
  const db = await kept()
  if (!db) return
  const [keys, values] = await Promise.all([db.getAllKeys('drafts'), db.getAll('drafts')])
  keys.forEach((key, index) => {
    const text = values[index]
    if (text !== undefined && !drafts.has(key)) drafts.set(key, text)
  })
}

export const draftOf = (userId: number, conversationId: number, mode: Mode): string =>
  drafts.get(keyOf(userId, conversationId, mode)) ?? ''

export const hasDraft = (userId: number, conversationId: number): boolean =>
  draftOf(userId, conversationId, 'reply') !== '' || draftOf(userId, conversationId, 'note') !== ''

export function setDraft(userId: number, conversationId: number, mode: Mode, text: string): void {
  const key = keyOf(userId, conversationId, mode)
  if (text === '') drafts.delete(key)
  else drafts.set(key, text)
  clearTimeout(timers.get(key))
  timers.set(
    key,
    setTimeout(() => void write(key), text === '' ? 0 : kIdleMs),
  )
}

export const draftedIn = (userId: number): number[] => [
  ...new Set(
    [...drafts.keys()].map((key) => key.split(':').map(Number)).flatMap(([user, id]) => (user === userId && id ? [id] : [])),
  ),
]

// The words of one conversation stand in another now, and so does what is being written: behind what was begun there.
export function moveDrafts(userId: number, from: number, into: number): void {
  for (const mode of ['reply', 'note'] as const) {
    const text = draftOf(userId, from, mode)
    if (text === '') continue
    const begun = draftOf(userId, into, mode)
    setDraft(userId, into, mode, begun ? `${begun}\n${text}` : text)
    setDraft(userId, from, mode, '')
  }
}

async function write(key: string): Promise<void> {
  timers.delete(key)
  const db = await kept()
  const text = drafts.get(key)
  if (text === undefined) await db?.delete('drafts', key)
  else await db?.put('drafts', text, key)
}

// The page is going away: what waits for its moment is written now.
export async function flushDrafts(): Promise<void> {
  const waiting = [...timers.keys()]
  for (const timer of timers.values()) clearTimeout(timer)
  await Promise.all(waiting.map(write))
}
