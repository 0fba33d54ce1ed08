// What the inbox screen shows and where its selection goes. The address is the truth: /inbox/VIEW/CONVERSATION?inbox=ID, and what
// the list is narrowed by, in the API's names.
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { isFailure, type Conversation, type View } from '@heed/api'
import { narrowable, ranked, type ConversationList, type ListQuery } from '@heed/live'
import { complain } from '../../state/failures'
import { loadConversation, loadList, loadThread, showList, showThread, store } from '../../state/live'
import { prefs } from '../../state/prefs'
import { addressOf, readFacets } from './facets'

export const views: readonly View[] = ['owed', 'mine', 'unassigned', 'open', 'snoozed', 'resolved', 'all']

export type ConversationStatus = 'none' | 'loading' | 'there' | 'missing' | 'failed'

export interface InboxState {
  query: ComputedRef<ListQuery>
  list: ComputedRef<ConversationList>
  selectedId: ComputedRef<number | null>
  conversation: ComputedRef<Conversation | null>
  status: Readonly<ShallowRef<ConversationStatus>>
  open: (id: number) => void
  close: () => void
  move: (step: 1 | -1) => boolean
  moveOn: (from: number) => void
  goView: (step: 1 | -1) => void
  reload: () => void
  again: () => void
}

export function useInbox(): InboxState {
  const route = useRoute()
  const router = useRouter()
  const query = computed<ListQuery>(() => {
    const inboxId = Number(route.query['inbox'])
    const view = route.params['view'] as View
    return {
      view,
      inboxId: Number.isInteger(inboxId) && inboxId > 0 ? inboxId : null,
      byPriority: prefs.byPriority && ranked(view),
      facets: narrowable(view) ? readFacets(route.query) : null,
    }
  })
  const list = computed(() => store.list(query.value))
  const selectedId = computed(() => Number(route.params['conv']) || null)
  const conversation = computed(() =>
    selectedId.value === null ? null : (store.conversations.get(selectedId.value) ?? null),
  )
  const status = shallowRef<ConversationStatus>('none')
  // Where the selection was when its row left the list: the next one is then at the same place.
  let lastIndex = 0

  const address = (id: number | null) => {
    const { path, query: asked } = addressOf(query.value)
    return { path: id === null ? path : `${path}/${String(id)}`, query: asked }
  }
  const open = (id: number) => void router.push(address(id))
  const close = () => void router.push(address(null))

  function load() {
    showList(query.value)
    if (list.value.status.value === 'new' || list.value.status.value === 'failed' || list.value.stale)
      loadList(query.value).catch(() => undefined)
  }
  watch(list, load, { immediate: true })
  onScopeDispose(() => {
    showList(null)
  })

  async function show(id: number | null) {
    showThread(id)
    status.value = id === null ? 'none' : store.conversations.has(id) ? 'there' : 'loading'
    if (id === null) return
    const jobs: Promise<unknown>[] = []
    const thread = store.thread(id)
    if (thread.status.value !== 'ready' || thread.outdated) jobs.push(loadThread(id))
    if (!store.conversations.has(id)) jobs.push(loadConversation(id))
    const [outcome] = (await Promise.allSettled(jobs)).filter(({ status: how }) => how === 'rejected')
    if (selectedId.value !== id) return
    if (store.conversations.has(id)) status.value = 'there'
    else status.value = outcome && !isFailure((outcome as PromiseRejectedResult).reason, 'not_found') ? 'failed' : 'missing'
  }
  // It went to a team that this person is not in.
  watch(conversation, (now, before) => {
    if (!now && before?.id === selectedId.value) status.value = 'missing'
  })
  watch(selectedId, (id) => void show(id), { immediate: true })

  // The row that is selected, or the place where it stood.
  watch([selectedId, () => list.value.shown.value], () => {
    const index = selectedId.value === null ? -1 : list.value.shown.value.indexOf(selectedId.value)
    if (index >= 0) lastIndex = index
  })

  function move(step: 1 | -1): boolean {
    const ids = list.value.shown.value
    const index = selectedId.value === null ? -1 : ids.indexOf(selectedId.value)
    let target = index + step
    if (index < 0) target = selectedId.value === null ? 0 : step > 0 ? lastIndex : lastIndex - 1
    const id = ids[Math.max(0, Math.min(ids.length - 1, target))]
    if (id === undefined || id === selectedId.value) return false
    open(id)
    return true
  }

  // After an act that ends with this conversation: to the one that now stands at its place, else the list.
  function moveOn(from: number) {
    const stays = list.value.contains(from)
    if (!stays) list.value.dismiss(from)
    if (selectedId.value !== from) return
    const ids = list.value.shown.value
    const id = ids[Math.min(stays ? lastIndex + 1 : lastIndex, ids.length - 1)]
    if (id === undefined || matchMedia('(max-width: 760px)').matches) close()
    else open(id)
  }

  function goView(step: 1 | -1) {
    const at = views.indexOf(query.value.view)
    const view = views[(at + step + views.length) % views.length]
    void router.push(addressOf({ ...query.value, view: view ?? 'owed' }))
  }

  return {
    query,
    list,
    selectedId,
    conversation,
    status,
    open,
    close,
    move,
    moveOn,
    goView,
    reload: () => {
      loadList(query.value).catch(complain)
    },
    again: () => void show(selectedId.value),
  }
}
