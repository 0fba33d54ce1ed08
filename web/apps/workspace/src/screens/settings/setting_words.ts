// Our words for settings we know, in the language of the screen; a channel we do not know brings its own.
import { t, words } from '../../words'

export function settingWord(name: string, part: 'label' | 'hint'): string | undefined {
  const key = part === 'label' ? `setting.${name}` : `setting.${name}_hint`
  return words.has(key) ? t(key) : undefined
}
