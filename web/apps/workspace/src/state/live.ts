// The one live store of the page, its clock and its socket, and the loading of what the socket then keeps up to date.
import { shallowRef } from 'vue'
import { call, client, isFailure, type Conversation, type View } from '@heed/api'
import {
  facetParams,
  Feed,
  LiveStore,
  makeServerClock,
  Reloader,
  type FeedEvent,
  type FeedState,
  type ListQuery,
} from '@heed/live'
import { session } from './session'

export const clock = makeServerClock()
export const store = new LiveStore(() => session.value?.user.id ?? 0)
export const feedState = shallowRef<FeedState>({ kind: 'connecting' })

type Listener = (events: readonly FeedEvent[]) => void
const listeners = new Set<Listener>()
const liveListeners = new Set<() => void>()
const reloadListeners = new Set<() => void>()
const openThread = shallowRef<number | null>(null)
const openList = shallowRef<ListQuery | null>(null)

// While much more happens than anybody can read, the server says so instead of telling it, and says so again and again.
const reloader = new Reloader({ load: loadAnew })

// Called with every burst of events, after the store took them. Returns a function that ends it.
export function onEvents(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

// Called whenever the connection is there (again).
export function onLive(listener: () => void): () => void {
  liveListeners.add(listener)
  return () => liveListeners.delete(listener)
}

// Called when what was missed is loaded anew.
export function onReload(listener: () => void): () => void {
  reloadListeners.add(listener)
  return () => reloadListeners.delete(listener)
}

const feed = new Feed({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`,
  cursor: () => store.cursor,
  onEvents(events) {
    store.apply(events)
    for (const listener of listeners) listener(events)
    loadMoved()
    if (store.countsStale.value > 0) refreshCountsSoon()
  },
  onHello(now, seq) {
    clock.adjust(now)
    if (seq < store.cursor) {
      store.goOnFrom(seq)
      reloader.ask()
    }
    loadFailed()
    for (const listener of liveListeners) listener()
  },
  onResync(seq) {
    store.goOnFrom(seq)
    reloader.ask()
  },
  onState(state) {
    feedState.value = state
  },
  onTrouble() {
    // A session that ended looks like a closed socket; a request tells them apart.
    void call(client.GET('/api/v1/session')).catch(() => undefined)
  },
})

export function startLive(): void {
  const current = session.value
  if (!current) return
  store.cursor = Math.max(store.cursor, current.seq)
  clock.adjust(current.now)
  clock.start()
  reloader.start()
  feed.start()
  void refreshCounts()
}

export const kPage = 50
const kLongestPage = 200

async function page(query: ListQuery, cursor: string | null, limit: number) {
  const params = {
    view: query.view,
    limit,
    ...(query.byPriority ? { order: 'priority' as const } : {}),
    ...(query.inboxId === null ? {} : { inbox_id: query.inboxId }),
    ...(query.facets ? facetParams(query.facets) : {}),
    ...(cursor === null ? {} : { cursor }),
  }
  return call(client.GET('/api/v1/conversations', { params: { query: params } }))
}

export async function loadList(query: ListQuery, rows = kPage): Promise<void> {
  const list = store.list(query)
  const first = list.status.value === 'new' || list.status.value === 'failed'
  if (first) list.status.value = 'loading'
  try {
    const { items, next, seq } = await page(query, null, Math.min(kLongestPage, rows))
    // Whoever has scrolled far down keeps all the rows that were there.
    let last = next
    while (last !== null && items.length < rows) {
      const more = await page(query, last, Math.min(kLongestPage, rows - items.length))
      items.push(...more.items)
      last = more.next
    }
    store.loadList(query, items, last, seq)
  } catch (error) {
    if (first) list.status.value = 'failed'
    throw error
  }
}

export async function loadMore(query: ListQuery): Promise<void> {
  const cursor = store.list(query).next.value
  if (cursor === null) return
  const { items, next, seq } = await page(query, cursor, kPage)
  store.extendList(query, items, next, seq)
}

export async function loadConversation(id: number): Promise<Conversation | null> {
  const version = store.versionOf(id)
  try {
    const conversation = await call(
      client.GET('/api/v1/conversations/{conversation_id}', { params: { path: { conversation_id: id } } }),
    )
    if (store.versionOf(id) === version) store.take([conversation], version)
  } catch (error) {
    if (!isFailure(error, 'not_found')) throw error
  }
  return store.conversations.get(id) ?? null
}

export async function loadThread(id: number, older = false): Promise<void> {
  const thread = store.thread(id)
  const first = thread.status.value === 'new' || thread.status.value === 'failed'
  if (older && thread.next.value === null) return
  if (first) thread.status.value = 'loading'
  const query = { limit: kPage, ...(older && thread.next.value !== null ? { cursor: thread.next.value } : {}) }
  try {
    const { items, next, seq } = await call(
      client.GET('/api/v1/conversations/{conversation_id}/messages', { params: { path: { conversation_id: id }, query } }),
    )
    thread.load(items, next, seq, !older)
  } catch (error) {
    if (first) thread.status.value = 'failed'
    throw error
  }
}

// The conversation on the screen: a resync must load its messages anew.
export function showThread(id: number | null): void {
  openThread.value = id
}

export const isShown = (id: number): boolean => openThread.value === id

// The list on the screen: a resync loads it anew at once, the others when they are shown.
export function showList(query: ListQuery | null): void {
  openList.value = query
}

async function loadAnew(): Promise<void> {
  const open = openThread.value
  const listed = openList.value
  store.forgetThreads(open === null ? [] : [open])
  store.ageLists(listed)
  const jobs: Promise<unknown>[] = []
  if (listed !== null && store.list(listed).status.value === 'ready')
    jobs.push(loadList(listed, Math.max(kPage, store.list(listed).size)))
  if (open !== null)
    jobs.push(
      loadThread(open),
      loadConversation(open).then(() => undefined),
    )
  jobs.push(refreshCounts())
  for (const listener of reloadListeners) listener()
  await Promise.allSettled(jobs)
}

// What could not be loaded is asked for again.
export function loadFailed(): void {
  for (const list of store.failedLists()) loadList(list.query).catch(() => undefined)
  const open = openThread.value
  if (open !== null && store.thread(open).status.value === 'failed') loadThread(open).catch(() => undefined)
  loadMoved()
}

// Messages went out of the thread on the screen, or came into it: what is shown is no longer what stands there.
function loadMoved(): void {
  const open = openThread.value
  if (open === null || store.thread(open).status.value !== 'ready' || !store.thread(open).outdated) return
  loadThread(open).catch(() => undefined)
}

let countsTimer: ReturnType<typeof setTimeout> | undefined

export async function refreshCounts(): Promise<void> {
  store.countsStale.value = 0
  const { items } = await call(client.GET('/api/v1/views'))
  store.setCounts(items)
}

function refreshCountsSoon(): void {
  if (countsTimer !== undefined) return
  countsTimer = setTimeout(() => {
    countsTimer = undefined
    refreshCounts().catch(() => undefined)
  }, 3000)
}

export const countOf = (view: View): number | undefined => store.counts.value.get(view)?.count
// "500+" where the server stopped counting.
export const hasMore = (view: View): boolean => store.counts.value.get(view)?.more ?? false
export const lateOf = (view: View): number => store.counts.value.get(view)?.late ?? 0
