// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { languages } from '../../../packages/i18n'
import { pushWords } from '../words'
import { shownOf } from './shown'

const told = { id: 7, cause: 'breached', name: 'Rui Costa', conversation_id: 12 }

describe('what a push becomes', () => {
  it('says why, and about whom', () => {
    const { title, options } = shownOf(told, pushWords(), 'en')
    expect(title).toBe('An answer is late')
    expect(options.body).toBe('Rui Costa')
    expect(options.data.path).toBe('/c/12')
  })
  it('has the tag with which the page tells it', () => {
    expect(shownOf(told, pushWords(), 'en').options.tag).toBe('heed-told-7')
  })
  it('leads to the list where it is about nobody', () => {
    expect(shownOf({ ...told, conversation_id: null }, pushWords(), 'en').options.data.path).toBe('/told')
  })
  it('speaks every language, and English otherwise', () => {
    for (const { id } of languages) expect(pushWords()[id]?.['breached'], id).toBeTruthy()
    expect(shownOf(told, pushWords(), 'ar').options.dir).toBe('rtl')
    expect(shownOf(told, pushWords(), 'xx').options.lang).toBe('en')
  })
  it('says something of a cause that is newer than the worker', () => {
    expect(shownOf({ ...told, cause: 'unheard_of' }, pushWords(), 'de').title).toBe('Heed')
  })
})
