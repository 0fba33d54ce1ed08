// What triage says, in words. A confidence is never shown as a number alone: people read "probably", not "0.71".
import type { Triage, TriageCorrection, TriageReason } from '@heed/api'
import { locale, t, tData, words } from '../words'

export type Sureness = 'sure' | 'probably' | 'unsure'
export const kFeelings = ['negative', 'neutral', 'positive'] as const
export const kUrgencies = [0, 1, 2] as const
export const kFlags = ['abuse', 'sarcasm', 'spam'] as const
// Every language that a post is told apart in.
export const kLanguages = [
  'ar', 'bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'fa', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'nl', 'no',
  'pl', 'pt', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'vi', 'zh',
] // prettier-ignore
// In the order of a person's thoughts: what they do, what it is about, what must not wait. Spam is a field of its own.
export const kIntents = [
  'complaint', 'question', 'request', 'how_to', 'praise', 'suggestion', 'delivery', 'billing', 'refund', 'cancellation',
  'churn_threat', 'outage', 'account_access', 'safety', 'legal_press', 'small_talk',
] // prettier-ignore

// Of the answers given with 0.8, about eight in ten are right; under six in ten is no answer.
const kSure = 0.8
const kProbably = 0.6

export function sureness(confidence: number): Sureness {
  if (confidence >= kSure) return 'sure'
  return confidence >= kProbably ? 'probably' : 'unsure'
}

export interface Said {
  id: string // For keys and styles.
  kind: 'feel' | 'intent' | 'urgency' | 'language' | 'flag'
  text: string
  how: Sureness | null // Null: nobody said how sure.
}

let names: { locale: string; of: Intl.DisplayNames } | undefined

// "Portuguese", in the language of the screen.
export function languageName(id: string | null): string {
  if (!id) return t('triage.language_unknown')
  if (names?.locale !== locale()) names = { locale: locale(), of: new Intl.DisplayNames(locale(), { type: 'language' }) }
  try {
    return names.of.of(id) ?? id
  } catch {
    return id
  }
}

export const intentName = (id: string): string => tData('triage.intent', id)

function emotionName({ emotion }: Triage): string {
  const key = `triage.emotion.${emotion?.name ?? ''}`
  return words.has(key) ? t(key) : ''
}

// Everything that is said of a message, what sorts it first. Only what stands out is said of urgency and the flags.
export function whatIsSaid(triage: Triage): Said[] {
  const said: Said[] = []
  const { label, confidence } = triage.sentiment
  said.push({
    id: label,
    kind: 'feel',
    text: [tData('triage.feel', label), emotionName(triage)].filter(Boolean).join(' · '),
    how: label === 'unsure' ? 'unsure' : sureness(confidence),
  })
  for (const intent of triage.intents)
    said.push({ id: intent.name, kind: 'intent', text: intentName(intent.name), how: sureness(intent.confidence) })
  if (triage.intents.length === 0)
    said.push({ id: 'unsure', kind: 'intent', text: t('triage.intent.unsure'), how: 'unsure' })
  if (triage.urgency > 0)
    said.push({
      id: String(triage.urgency),
      kind: 'urgency',
      text: tData('triage.urgency', String(triage.urgency)),
      how: sureness(triage.urgency_confidence),
    })
  if (triage.language)
    said.push({
      id: triage.language,
      kind: 'language',
      text: languageName(triage.language),
      how: sureness(triage.language_confidence),
    })
  for (const flag of kFlags)
    if (triage[flag] && !triage.intents.some(({ name }) => name === flag))
      said.push({ id: flag, kind: 'flag', text: tData('triage.flag', flag), how: null })
  return said
}

// "intent:refund" is about the refund; anything else about itself.
export function aboutName(about: string): string {
  const [field = '', value] = about.split(':')
  return value === undefined ? tData('triage.about', field) : intentName(value)
}

// The program's rules have words of ours; a rule of the company's own is called by what its words mean.
export const ruleName = (rule: string): string =>
  words.has(`triage.rule.${rule}`) ? tData('triage.rule', rule) : intentName(rule).replace(/_/g, ' ')

type Concept = TriageReason['concepts'][number]

// What a message speaks of, with its share of the evidence. A model of another lexicon may know what we have no word for.
export function conceptsText(concepts: readonly Concept[]): string {
  const list = new Intl.ListFormat(locale(), { type: 'conjunction' })
  return list.format(
    concepts.map(({ name, denied, weight }) => {
      const plain = tData('triage.concept', name).replace(/_/g, ' ')
      const concept = denied ? t('triage.why_denied', { concept: plain }) : plain
      return t('triage.why_concept', { concept, share: Math.round(weight * 100) / 100 })
    }),
  )
}

// Listed as the language lists things; each as it was written.
export function quoted(found: readonly string[]): string {
  const list = new Intl.ListFormat(locale(), { type: 'conjunction' })
  return list.format([...new Set(found.map((word) => `“${word}”`))])
}

// What a field says, from the text that a correction keeps: "negative", "refund,delivery", "2", "de", "true".
export function valueText(field: TriageCorrection['field'], value: string): string {
  const list = new Intl.ListFormat(locale(), { type: 'conjunction' })
  switch (field) {
    case 'sentiment':
      return value === 'unsure' ? t('triage.unsure') : tData('triage.feel', value)
    case 'intents':
      return value ? list.format(value.split(',').map(intentName)) : t('triage.none')
    case 'urgency':
      return tData('triage.urgency', value)
    case 'language':
      return languageName(value === 'none' ? null : value)
    case 'spam':
    case 'abuse':
    case 'sarcasm':
      return t(value === 'true' ? 'triage.yes' : 'triage.no')
  }
}

export function correctionText({ field, said, meant }: TriageCorrection, name = t('triage.somebody')): string {
  const values = { name, meant: valueText(field, meant), said: valueText(field, said) }
  return t(said === meant ? 'triage.agreed' : 'triage.meant', values)
}
