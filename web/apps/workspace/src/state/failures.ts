// What went wrong, as a sentence for a person. The server's own sentence is the best there is; where none came, say what is
// known and what is safe.
import { isFailure } from '@heed/api'
import { t, tData } from '../words'
import { say } from './toasts'

export function sentenceOf(error: unknown): string {
  if (!isFailure(error)) return t('failure.unknown')
  if (error.message) return error.message
  return tData('failure', error.kind)
}

export function complain(error: unknown): void {
  // The sign-in dialog says it all.
  if (isFailure(error, 'unauthenticated')) return
  say(sentenceOf(error), { bad: true })
}
