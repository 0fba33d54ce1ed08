// The customer's side of the fake, for tests.
import type { Chat, Json, Message, User } from './chats'

export const ann: User = {
  id: 5_551_112_223,
  is_bot: false,
  first_name: 'Ann',
  last_name: 'Reis',
  username: 'ann_reis',
  language_code: 'pt',
}
export const group: Chat = { id: -1_001_234_567_890, type: 'supergroup', title: 'Cyclists of Lisbon' }

export function peer(): { url: string; token: string } {
  const { HEED_PEER_TELEGRAM: url, HEED_PEER_TELEGRAM_TOKEN: token } = process.env
  if (!url || !token) throw new Error('Run this by tools/with_peer.sh telegram.')
  return { url, token }
}

export async function people<T = Message>(verb: string, given: object): Promise<T> {
  const response = await fetch(`${peer().url}/customer/${verb}`, { method: 'POST', body: JSON.stringify(given) })
  const answer = (await response.json()) as Json & { result: T }
  if (!response.ok) throw new Error(`${verb}: ${JSON.stringify(answer)}`)
  return answer.result
}
