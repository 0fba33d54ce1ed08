// Our words for settings we know, in the language of the screen; a channel we do not know brings its own.
import type { SchemaTexts, SchemaWords } from '@heed/ui/schema_form'
import { t, words } from '../../words'

// A word may be said of one channel's setting ("setting.email.password"), or of that setting anywhere ("setting.greeting").
export function settingWords(channel: string): SchemaWords {
  return (name, part) => {
    const tail = part === 'label' ? '' : part === 'hint' ? '_hint' : `.${part}`
    const key = [`setting.${channel}.${name}${tail}`, `setting.${name}${tail}`].find((one) => words.has(one))
    return key !== undefined && words.has(key) ? t(key) : undefined
  }
}

export const formTexts = (): SchemaTexts => ({
  optional: t('form.optional'),
  lines: t('form.lines'),
  more: t('form.more'),
  kept: t('form.kept'),
  enter: t('form.enter_new'),
  keep: t('form.keep_old'),
  usual: t('form.usual'),
  yes: t('form.yes'),
  no: t('form.no'),
})
