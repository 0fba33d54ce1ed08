// What this person is told by name. Asked of the server once; then the feed says what is new and what changed.
import { computed, shallowRef } from 'vue'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { call, client, type Notice } from '@heed/api'
import type { FeedEvent } from '@heed/live'
import { complain } from './failures'
import { clock } from './live'
import { queries } from './queries'
import { may, me } from './session'
import { newestId, noticesOf, unseenOf, withAllSeen, withConversation, withNotice, type NoticePages } from './told_items'

const kSoonMs = 200 // One breach may tell several things at once.
const key = ['told'] as const

// The newest there was when this page was opened: what came later is news.
export const knownBefore = shallowRef<number | null>(null)

export const useTold = () =>
  useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) => {
      const query = { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }
      const page = await call(client.GET('/api/v1/notifications', { params: { query } }))
      if (!pageParam) knownBefore.value ??= newestId(page.items)
      return page
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: computed(() => may('conversations_read')),
    staleTime: Infinity,
  })

export function useUnseen() {
  const { data } = useTold()
  return computed(() => unseenOf(data.value))
}

export const reloadTold = (): void => void queries.invalidateQueries({ queryKey: key })

const change = (by: (data: NoticePages) => NoticePages): void => {
  queries.setQueryData<NoticePages>(key, (data) => data && by(data))
}
const known = () => noticesOf(queries.getQueryData<NoticePages>(key))

let timer: ReturnType<typeof setTimeout> | undefined
function reloadSoon(): void {
  timer ??= setTimeout(() => {
    timer = undefined
    reloadTold()
  }, kSoonMs)
}

export function noteTold(event: FeedEvent): void {
  if (event.type === 'notification.changed') {
    const { notification } = event
    change((data) => withNotice(data, notification))
    if (!known().some((item) => item.notification.id === notification.id)) reloadSoon()
  } else if ('conversation' in event) {
    change((data) => withConversation(data, event.conversation))
  } else if (event.type === 'conversation.gone') {
    if (known().some((item) => item.conversation?.id === event.conversation_id)) reloadSoon()
  }
}

// Shown at once; where the server refuses, what it knows comes back.
async function settle(id: number, now: Partial<Notice>, ask: () => Promise<Notice>): Promise<boolean> {
  const before = known().find((item) => item.notification.id === id)?.notification
  if (before) change((data) => withNotice(data, { ...before, ...now }))
  try {
    const notice = await ask()
    change((data) => withNotice(data, notice))
    return true
  } catch (error) {
    reloadTold()
    complain(error)
    return false
  }
}

const at = (id: number) => ({ params: { path: { notification_id: id } } })
const nowText = () => new Date(clock.read()).toISOString()

export async function see(notice: Notice): Promise<void> {
  if (notice.seen_at !== null) return
  await settle(notice.id, { seen_at: nowText() }, () =>
    call(client.POST('/api/v1/notifications/{notification_id}/seen', at(notice.id))),
  )
}

// "I have it": whoever else was told sees whose it is, and nobody further is told.
export function take(notice: Notice): Promise<boolean> {
  const now = nowText()
  const taken = { seen_at: notice.seen_at ?? now, taken_at: now, taken_by: me.value?.id ?? null, climbs_at: null }
  return settle(notice.id, taken, () => call(client.POST('/api/v1/notifications/{notification_id}/taken', at(notice.id))))
}

export async function seeAll(): Promise<void> {
  change((data) => withAllSeen(data, nowText()))
  try {
    await call(client.POST('/api/v1/notifications/seen'))
  } catch (error) {
    reloadTold()
    complain(error)
  }
}
