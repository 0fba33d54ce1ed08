// Reply or note, remembered for each conversation as long as the page is open.
import { shallowReactive } from 'vue'
import { draftOf, type Mode } from '../../state/drafts'

const modes = shallowReactive(new Map<number, Mode>())
export const modeOf = (conversationId: number): Mode => modes.get(conversationId) ?? 'reply'
export function setMode(conversationId: number, mode: Mode): void {
  modes.set(conversationId, mode)
}

// Where somebody was writing a note, and only that, they go on with it.
export function beginMode(conversationId: number, userId: number): void {
  if (modes.has(conversationId)) return
  const note = draftOf(userId, conversationId, 'note') !== '' && draftOf(userId, conversationId, 'reply') === ''
  modes.set(conversationId, note ? 'note' : 'reply')
}

// The last message of the other side or of ours that the person at this screen has had before their eyes.
export const seenMessage = shallowReactive(new Map<number, number>())
