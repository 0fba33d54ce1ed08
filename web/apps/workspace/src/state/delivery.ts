// What people do about an answer on its way: take it back, send it again, say whether it arrived.
import { call, client, type Conversation, type Message, type Upload } from '@heed/api'
import { draftOf, setDraft } from './drafts'
import { complain } from './failures'
import { store } from './live'
import { forgetOwn } from './outbox'
import { me } from './session'
import { say } from './toasts'
import { giveBack } from './uploads'
import { t } from '../words'

const at = ({ id }: Message) => ({ params: { path: { message_id: id } } })

function show({ message, conversation }: { message: Message; conversation: Conversation }, version: number): void {
  store.thread(conversation.id).put(message, store.cursor)
  store.confirm(conversation, version)
}

async function change(message: Message, work: () => Promise<{ message: Message; conversation: Conversation }>) {
  const version = store.versionOf(message.conversation_id ?? 0)
  try {
    const done = await work()
    show(done, version)
    return done
  } catch (error) {
    complain(error)
    return null
  }
}

// Its text goes back into the composer, before whatever was begun there.
export async function takeBack(message: Message): Promise<boolean> {
  let text = ''
  let files: Upload[] = []
  const done = await change(message, async () => {
    const taken = await call(client.POST('/api/v1/messages/{message_id}/cancel', at(message)))
    text = taken.text
    files = taken.files
    return taken
  })
  const userId = me.value?.id
  if (!done || userId === undefined) return false
  forgetOwn(done.conversation.id)
  const begun = draftOf(userId, done.conversation.id, 'reply')
  setDraft(userId, done.conversation.id, 'reply', begun ? `${text}\n${begun}` : text)
  giveBack(done.conversation.id, files)
  say(t('delivery.taken_back'))
  return true
}

export const sendAgain = (message: Message, mayRepeat: boolean) =>
  change(message, () =>
    call(client.POST('/api/v1/messages/{message_id}/retry', { ...at(message), body: { may_repeat: mayRepeat } })),
  )

export const settle = (message: Message, sent: boolean) =>
  change(message, () => call(client.POST('/api/v1/messages/{message_id}/settle', { ...at(message), body: { sent } })))
