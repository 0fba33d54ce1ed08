// Files that stand in the composer. Each is uploaded as soon as it is there, a piece after the other; what a channel does not take is
// said at once and goes nowhere. They stay with their conversation while the page is open.
import { shallowReactive } from 'vue'
import { call, client, isFailure, newKey, type ReplyTerms, type Upload } from '@heed/api'
import { t } from '../words'
import { sentenceOf } from './failures'
import { objectionTo } from './file_rules'
import type { KeptFile } from './keep'
import { sizeInWords } from '../sizes'

export interface Attached extends KeptFile {
  key: string
  state: 'refused' | 'uploading' | 'failed' | 'ready'
  sent: number // Bytes that are there.
  problem: string
  file: File | null // None of one that came back from an answer.
}

const kPiece = 256 * 1024
const attached = shallowReactive(new Map<number, readonly Attached[]>())

export const attachedOf = (conversationId: number): readonly Attached[] => attached.get(conversationId) ?? []

function put(conversationId: number, files: readonly Attached[]): void {
  if (files.length === 0) attached.delete(conversationId)
  else attached.set(conversationId, files)
}

function change(conversationId: number, key: string, change: Partial<Attached>): void {
  put(
    conversationId,
    attachedOf(conversationId).map((one) => (one.key === key ? { ...one, ...change } : one)),
  )
}

const find = (conversationId: number, key: string): Attached | undefined =>
  attachedOf(conversationId).find((one) => one.key === key)

export function attach(conversationId: number, files: readonly File[], terms: ReplyTerms): void {
  for (const file of files) {
    const { name, type, size } = file
    const before = attachedOf(conversationId).filter(({ state }) => state !== 'refused')
    const objection = objectionTo({ name, type, size }, before, terms, sizeInWords)
    const one: Attached = {
      key: newKey(),
      id: 0,
      name: name || t('files.unnamed'),
      type,
      size,
      description: '',
      state: objection ? 'refused' : 'uploading',
      sent: 0,
      problem: objection ? t(objection.key, objection.values) : '',
      file,
    }
    put(conversationId, [...attachedOf(conversationId), one])
    if (!objection) void upload(conversationId, one.key)
  }
}

export function uploadAgain(conversationId: number, key: string): void {
  change(conversationId, key, { state: 'uploading', problem: '' })
  void upload(conversationId, key)
}

async function upload(conversationId: number, key: string): Promise<void> {
  try {
    let one = find(conversationId, key)
    if (one?.id === 0) {
      const { name, type, size } = one
      const begun = await call(client.POST('/api/v1/uploads', { body: { name, type, size } }))
      change(conversationId, key, { id: begun.id })
      if (!find(conversationId, key)) forget(begun.id) // It was removed meanwhile.
      one = find(conversationId, key)
    }
    while (one?.file && one.sent < one.size) {
      const { sent } = await addPiece(one.id, one.file, one.sent)
      change(conversationId, key, { sent })
      one = find(conversationId, key)
    }
    change(conversationId, key, { state: 'ready' })
  } catch (error) {
    const gone = isFailure(error, 'not_found') // It lay here for more than a day.
    change(conversationId, key, { state: 'failed', problem: sentenceOf(error), ...(gone ? { id: 0, sent: 0 } : {}) })
  }
}

async function addPiece(id: number, file: File, offset: number): Promise<{ sent: number }> {
  const bytes = await file.slice(offset, offset + kPiece).arrayBuffer()
  const { received } = await call(
    client.POST('/api/v1/uploads/{upload_id}/parts', {
      params: { path: { upload_id: id }, query: { offset } },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: '',
      bodySerializer: () => bytes,
    }),
  )
  return { sent: received }
}

function forget(id: number): void {
  if (id > 0) client.DELETE('/api/v1/uploads/{upload_id}', { params: { path: { upload_id: id } } }).catch(() => undefined)
}

export function detach(conversationId: number, key: string): void {
  const one = find(conversationId, key)
  put(
    conversationId,
    attachedOf(conversationId).filter((other) => other.key !== key),
  )
  if (one) forget(one.id)
}

export function describe(conversationId: number, key: string, description: string): void {
  change(conversationId, key, { description })
}

// For the answer that is being sent: they stand in the composer no more.
export function takeFiles(conversationId: number): KeptFile[] {
  const files = attachedOf(conversationId).map(({ id, name, type, size, description }) => ({
    id,
    name,
    type,
    size,
    description,
  }))
  put(conversationId, [])
  return files
}

// Of an answer that did not leave, or was taken back.
export function giveBack(conversationId: number, files: readonly (KeptFile | Upload)[]): void {
  const back = files.map(({ id, name, type, size, description }): Attached => ({
    key: newKey(),
    id,
    name,
    type,
    size,
    description,
    state: 'ready',
    sent: size,
    problem: '',
    file: null,
  }))
  put(conversationId, [...back, ...attachedOf(conversationId)])
}
