// The few words of the worker: of the workspace's own those that say why, by language and cause. Read when it is built.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type PushWords = Record<string, Record<string, string>>

const folder = fileURLToPath(new URL('../../packages/i18n/told/locales/', import.meta.url))
const prefix = 'told.short.'

export function pushWords(): PushWords {
  const out: PushWords = {}
  for (const file of readdirSync(folder)) {
    const all = JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, string>
    const short = Object.entries(all).filter(([key]) => key.startsWith(prefix))
    out[file.replace('.json', '')] = Object.fromEntries(short.map(([key, text]) => [key.slice(prefix.length), text]))
  }
  return out
}
