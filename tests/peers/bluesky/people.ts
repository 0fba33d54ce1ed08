// People on the servers of this folder, for tests: they join, say something, and read what they are told.
export type Json = Record<string, unknown>

export interface Person {
  did: string
  handle: string
  token: string
}

interface Reference {
  uri: string
  cid: string
}

const kChat = 'did:web:api.bsky.chat#bsky_chat'

export const peer = (): string => process.env['HEED_PEER_BLUESKY'] ?? ''

async function ask(person: Person | undefined, method: string, input?: object): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (person) headers['authorization'] = `Bearer ${person.token}`
  if (method.startsWith('chat.')) headers['atproto-proxy'] = kChat
  const how = input ? { method: 'POST', body: JSON.stringify(input) } : {}
  return fetch(`${peer()}/xrpc/${method}`, { ...how, headers })
}

// A query without an input, a procedure with one.
export async function call<T = Json>(person: Person | undefined, method: string, input?: object): Promise<T> {
  const response = await ask(person, method, input)
  const text = await response.text()
  if (!response.ok) throw new Error(`${method}: ${text}`)
  return (text === '' ? {} : JSON.parse(text)) as T
}

let joined = 0

// Comes back once the app view knows them.
export async function join(name: string): Promise<Person> {
  joined += 1
  const handle = `${name}${String(Date.now() % 100_000_000)}${String(joined)}.test`
  const account = { handle, email: `${handle}@example.org`, password: 'seven hills' }
  const { did, accessJwt } = await call<{ did: string; accessJwt: string }>(
    undefined,
    'com.atproto.server.createAccount',
    account,
  )
  const person = { did, handle, token: accessJwt }
  while (!(await ask(person, `app.bsky.actor.getProfile?actor=${did}`)).ok)
    await new Promise((resolve) => setTimeout(resolve, 50))
  return person
}

export async function appPassword(person: Person, privileged: boolean): Promise<string> {
  const made = await call<{ password: string }>(person, 'com.atproto.server.createAppPassword', { name: 'care', privileged })
  return made.password
}

export function post(person: Person, text: string, more: Json = {}): Promise<Reference> {
  const collection = 'app.bsky.feed.post'
  const record = { $type: collection, text, createdAt: new Date().toISOString(), ...more }
  return call(person, 'com.atproto.repo.createRecord', { repo: person.did, collection, record })
}

export function mention(person: Person, whom: Person, words: string): Promise<Reference> {
  const name = `@${whom.handle}`
  const feature = { $type: 'app.bsky.richtext.facet#mention', did: whom.did }
  return post(person, `${name} ${words}`, {
    facets: [{ index: { byteStart: 0, byteEnd: name.length }, features: [feature] }],
  })
}

export async function remove(person: Person, { uri }: Reference): Promise<void> {
  const [, , repo, collection, rkey] = uri.split('/')
  await call(person, 'com.atproto.repo.deleteRecord', { repo, collection, rkey })
}

export async function postsOf(person: Person): Promise<string[]> {
  const list = `com.atproto.repo.listRecords?repo=${person.did}&collection=app.bsky.feed.post`
  const { records } = await call<{ records: { value: { text: string } }[] }>(undefined, list)
  return records.map(({ value }) => value.text)
}

interface Told extends Reference {
  record: { text?: string }
}

// What they are told, the newest first.
export async function toldTo(person: Person): Promise<Told[]> {
  const page = await call<{ notifications: Told[] }>(person, 'app.bsky.notification.listNotifications')
  return page.notifications
}
