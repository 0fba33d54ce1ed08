// What a channel takes with one message: said before anything is uploaded, by the rules of src/workflow/uploads.cpp.
import type { ReplyTerms } from '@heed/api'
import type { Values } from '@heed/i18n'
import type { Key } from '../words'

export const kMostTogether = 25 * 1024 * 1024

export interface Facts {
  name: string
  type: string
  size: number
}
export interface Objection {
  key: Key
  values?: Values
}

// "image/" is every kind of picture; an empty list is everything.
export const isAmong = (types: readonly string[], type: string): boolean =>
  types.length === 0 ||
  types.some((one) => (one.endsWith('/') ? type.toLowerCase().startsWith(one) : type.toLowerCase() === one))

const isLone = ({ type }: Facts, terms: ReplyTerms): boolean =>
  terms.lone_file_types.length > 0 && isAmong(terms.lone_file_types, type)

// Why this file cannot go with those before it; null where it can. `sizeOf` puts bytes into words.
export function objectionTo(
  file: Facts,
  before: readonly Facts[],
  terms: ReplyTerms,
  sizeOf: (bytes: number) => string,
): Objection | null {
  if (terms.files === 0) return { key: 'attach.none' }
  if (file.size === 0) return { key: 'attach.empty' }
  if (!isAmong(terms.file_types, file.type)) return { key: 'attach.kind' }
  if (file.size > terms.file_bytes)
    return { key: 'attach.too_large', values: { size: sizeOf(file.size), most: sizeOf(terms.file_bytes) } }
  if (before.length >= terms.files) return { key: 'attach.too_many', values: { n: terms.files } }
  if (before.length > 0 && [file, ...before].some((one) => isLone(one, terms))) return { key: 'attach.lone' }
  if (before.reduce((sum, { size }) => sum + size, file.size) > kMostTogether)
    return { key: 'attach.together', values: { most: sizeOf(kMostTogether) } }
  return null
}

// For the picker of the browser: what it offers first.
export const acceptOf = (types: readonly string[]): string =>
  types.map((type) => (type.endsWith('/') ? `${type}*` : type)).join(',')
