// Files of a message: how each is shown, and what it is called.
import { ApiFailure, type Attachment, type Failure } from '@heed/api'
import { sizeInWords } from '../../sizes'
import { t } from '../../words'

export type FileKind = 'picture' | 'audio' | 'video' | 'other'

// What the server gives out as what it is; everything else it gives as bytes to be saved.
const shown: Record<string, FileKind> = {
  'image/png': 'picture',
  'image/jpeg': 'picture',
  'image/gif': 'picture',
  'image/webp': 'picture',
  'video/mp4': 'video',
  'video/webm': 'video',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/mp4': 'audio',
}
export const kindOf = ({ type }: Attachment): FileKind => shown[type.toLowerCase()] ?? 'other'

export const addressOf = ({ id }: Attachment): string => `/api/v1/attachments/${id}`
export const nameOf = (file: Attachment): string =>
  file.name || t(kindOf(file) === 'picture' ? 'files.picture' : 'files.unnamed')
// In place of the picture: what the sender says it shows, else its name.
export const altOf = (file: Attachment): string => file.description || nameOf(file)

export const sizeOf = ({ size }: Attachment): string => (size === null ? '' : sizeInWords(size))

// "PDF, 1.2 MB"
export function factsOf(file: Attachment): string {
  const ending = /\.(\w{1,5})$/.exec(file.name)?.[1]
  return [ending?.toUpperCase() ?? file.type, sizeOf(file)].filter(Boolean).join(', ')
}

// The bytes, or why they cannot be had.
export async function fetchFile(file: Attachment): Promise<Blob> {
  let response: Response
  try {
    response = await fetch(addressOf(file), { credentials: 'same-origin' })
  } catch {
    throw new ApiFailure('offline', '')
  }
  if (response.ok) return response.blob()
  const body = (await response.json().catch(() => ({}))) as Partial<Failure>
  throw new ApiFailure('unavailable', body.message ?? t('files.failed'))
}
