// What must survive a closed tab: drafts and answers that have not left yet, in IndexedDB. Where the browser refuses it,
// everything is kept as long as the page is open.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

export interface KeptFile {
  id: number // Of its upload.
  name: string
  type: string
  size: number
  description: string
}

export interface KeptSend {
  key: string // The idempotency key.
  userId: number
  conversationId: number
  mode: 'reply' | 'note'
  text: string
  at: number
  seen: number | null
  files?: KeptFile[]
  resolve?: boolean // Resolve the conversation once this is said.
}

interface Kept extends DBSchema {
  drafts: { key: string; value: string }
  outbox: { key: string; value: KeptSend }
}

let database: Promise<IDBPDatabase<Kept> | null> | undefined

async function open(): Promise<IDBPDatabase<Kept> | null> {
  try {
    return await openDB<Kept>('heed', 1, {
      upgrade(db) {
        db.createObjectStore('drafts')
        db.createObjectStore('outbox')
      },
    })
  } catch {
    return null
  }
}

export function kept(): Promise<IDBPDatabase<Kept> | null> {
  database ??= open()
  return database
}
