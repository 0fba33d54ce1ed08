// A no in the words of the Bot API, and how parameters are read: what the documentation does not name is refused, so that a
// misspelt parameter shows. (The real server ignores such.)
import type { Json } from './chats'

export class Refusal extends Error {
  constructor(
    readonly code: number,
    description: string,
    readonly parameters?: Json,
  ) {
    super(description)
  }
}

export const bad = (what: string): Refusal => new Refusal(400, `Bad Request: ${what}`)

type Kind = 'integer' | 'string' | 'boolean' | 'object' | 'list' | 'chat'
export type Shape = Record<string, Kind | `${Kind}?`>

// Forms and multipart carry everything as text: numbers, true and JSON are read out of it, as the real server does.
function read(kind: Kind, name: string, value: unknown): unknown {
  const text = typeof value === 'string' ? value : undefined
  if (kind === 'string' && text !== undefined) return text
  if (kind === 'integer' || kind === 'chat') {
    const number = text !== undefined && /^-?\d+$/.test(text) ? Number(text) : value
    if (Number.isSafeInteger(number)) return number
    if (kind === 'chat' && text?.startsWith('@')) return text
  }
  if (kind === 'boolean') {
    const word = text?.toLowerCase()
    if (typeof value === 'boolean') return value
    if (word === 'true' || word === 'false') return word === 'true'
  }
  if (kind === 'object' || kind === 'list') {
    let parsed = value
    try {
      if (text !== undefined) parsed = JSON.parse(text)
    } catch {
      throw bad(`can't parse ${name} JSON object`)
    }
    if (typeof parsed === 'object' && parsed !== null && Array.isArray(parsed) === (kind === 'list')) return parsed
  }
  throw bad(`field "${name}" must be of type ${kind}`)
}

export function parameters(given: Json, shape: Shape): Json {
  const out: Json = {}
  for (const name of Object.keys(given)) if (!(name in shape)) throw bad(`unknown parameter "${name}"`)
  for (const [name, wanted] of Object.entries(shape)) {
    const value = given[name]
    if (value !== undefined) out[name] = read(wanted.replace('?', '') as Kind, name, value)
    else if (!wanted.endsWith('?')) throw bad(name === 'text' ? 'message text is empty' : `${name} is empty`)
  }
  return out
}
