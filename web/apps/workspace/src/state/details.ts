// The feed tells what was said, not which files and what subject came with it. Where those may be, what is on the screen is read
// again, and what is not, when it is next shown.
import type { Channel, Inbox } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { isShown, loadThread, store } from './live'
import { queries } from './queries'

const kSoonMs = 200 // What a platform hands over in one go comes as a burst of events.
const timers = new Map<number, ReturnType<typeof setTimeout>>()

function mayBringFiles(inboxId: number): boolean {
  const inbox = queries.getQueryData<Inbox[]>(['inboxes'])?.find(({ id }) => id === inboxId)
  const channel = queries.getQueryData<Channel[]>(['channels'])?.find(({ id }) => id === inbox?.channel)
  return channel?.calls_out ?? true
}

function readAgain(conversationId: number): void {
  if (timers.has(conversationId)) return
  const read = () => {
    timers.delete(conversationId)
    loadThread(conversationId).catch(() => undefined)
  }
  timers.set(conversationId, setTimeout(read, kSoonMs))
}

export function noteDetails(event: FeedEvent): void {
  if (event.type !== 'message.created' || event.message.user_id !== null) return
  const { id, inbox_id } = event.conversation
  if (!mayBringFiles(inbox_id)) return
  if (isShown(id)) readAgain(id)
  else store.lacksDetails(id, event.seq)
}
