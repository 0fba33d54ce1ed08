// What one is told by name, as the pages of the list hold it: how a change of one stands in them, which ask for somebody at
// once, and which came since one last looked. Nothing here asks the server.
import type { Conversation, ListedNotice, Notice, NoticeCause, NoticePage } from '@heed/api'

export interface NoticePages {
  pages: NoticePage[]
  pageParams: unknown[]
}

export const noticesOf = (data: NoticePages | undefined): ListedNotice[] => data?.pages.flatMap(({ items }) => items) ?? []
export const unseenOf = (data: NoticePages | undefined): number => data?.pages[0]?.unseen ?? 0

const same = (data: NoticePages, change: (item: ListedNotice) => ListedNotice, unseen: (before: number) => number) => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, unseen: unseen(page.unseen), items: page.items.map(change) })),
})

// The one that changed, and the count of those unseen with it. One that is not in the list leaves all as it was.
export function withNotice(data: NoticePages, notice: Notice): NoticePages {
  const before = noticesOf(data).find(({ notification }) => notification.id === notice.id)?.notification
  if (!before) return data
  const fewer = (before.seen_at === null ? 1 : 0) - (notice.seen_at === null ? 1 : 0)
  return same(
    data,
    (item) => (item.notification.id === notice.id ? { ...item, notification: notice } : item),
    (n) => Math.max(0, n - fewer),
  )
}

export const withAllSeen = (data: NoticePages, at: string): NoticePages =>
  same(
    data,
    (item) => ({ ...item, notification: { ...item.notification, seen_at: item.notification.seen_at ?? at } }),
    () => 0,
  )

// What is said in a conversation, and who has it, goes on while it is told of.
export function withConversation(data: NoticePages, conversation: Conversation): NoticePages {
  if (!noticesOf(data).some((item) => item.conversation?.id === conversation.id)) return data
  return same(
    data,
    (item) => (item.conversation?.id === conversation.id ? { ...item, conversation } : item),
    (n) => n,
  )
}

const pressing: readonly NoticeCause[] = ['breached', 'escalated', 'resolution_late']

// Whether the customer still waits for what was promised.
const isStillSo = (cause: NoticeCause, conversation: Conversation): boolean =>
  cause === 'resolution_late' ? conversation.status !== 'resolved' : conversation.owed

// A promise that is broken, nobody said that they have it, and the customer still waits.
export const isPressing = ({ notification, conversation }: ListedNotice): boolean =>
  pressing.includes(notification.cause) &&
  notification.seen_at === null &&
  notification.taken_at === null &&
  conversation !== null &&
  isStillSo(notification.cause, conversation)

export const newestId = (items: readonly ListedNotice[]): number =>
  Math.max(0, ...items.map(({ notification }) => notification.id))

// Unseen, and made since `after` was the newest; the oldest of them first.
export const freshSince = (items: readonly ListedNotice[], after: number): ListedNotice[] =>
  items
    .filter(({ notification }) => notification.id > after && notification.seen_at === null)
    .sort((a, b) => a.notification.id - b.notification.id)
