import { beforeEach, describe, expect, it } from 'vitest'
import { triage } from '../../../../packages/live/test_kit'
import { alsoSpeak, speak } from '../words'
import { barsOf, reasonText } from './priority_words'
import {
  aboutName,
  conceptsText,
  correctionText,
  languageName,
  quoted,
  sureness,
  valueText,
  whatIsSaid,
} from './triage_words'

beforeEach(async () => {
  await alsoSpeak('triage')
  await speak('en')
})

const said = (rest: Parameters<typeof triage>[1] = {}) =>
  whatIsSaid(triage(1, rest)).map(({ kind, text, how }) => `${kind}: ${text}${how ? `, ${how}` : ''}`)

describe('what is said of a message', () => {
  it('has a word for how sure it is', () => {
    expect([0.99, 0.8, 0.79, 0.6, 0.59, 0].map(sureness)).toEqual([
      'sure',
      'sure',
      'probably',
      'probably',
      'unsure',
      'unsure',
    ])
    expect(said()).toEqual([
      'feel: negative, sure',
      'intent: refund, probably',
      'urgency: today, probably',
      'language: English, sure',
    ])
  })
  it('says unsure instead of guessing', () => {
    const sentiment = { score: 0.1, label: 'unsure', confidence: 0.4 }
    expect(said({ sentiment, intents: [], urgency: 0, language: null })).toEqual([
      'feel: feeling, unsure',
      'intent: what is asked, unsure',
    ])
  })
  it('names an emotion that has a name, and spam once', () => {
    const rest = { urgency: 0, language: null, intents: [{ name: 'spam', confidence: 0.9 }], spam: true, sarcasm: true }
    expect(said({ ...rest, emotion: { name: 'anger', confidence: 0.9 } })).toEqual([
      'feel: negative · anger, sure',
      'intent: spam, sure',
      'flag: sarcasm',
    ])
    expect(said({ ...rest, emotion: { name: 'remorse', confidence: 0.9 } })[0]).toBe('feel: negative, sure')
  })
  it('keeps an intent of a company’s own as it is called', () => {
    expect(said({ intents: [{ name: 'bike_recall', confidence: 0.9 }] })).toContain('intent: bike_recall, sure')
  })
})

describe('words about it', () => {
  it('are in the language of the screen', async () => {
    expect(languageName('pt')).toBe('Portuguese')
    await speak('de')
    expect(languageName('pt')).toBe('Portugiesisch')
    expect(languageName('not a language')).toBe('not a language')
    expect(languageName(null)).toBe('Unbekannt')
  })
  it('name what a reason is about, and list words once', () => {
    expect(aboutName('intent:churn_threat')).toBe('may leave')
    expect(aboutName('urgency')).toBe('How urgent')
    expect(quoted(['broken', 'again', 'broken'])).toBe('“broken” and “again”')
  })
  it('name what a message speaks of, in the language of the screen, with its share', async () => {
    const concepts = [
      { name: 'not_arrived', denied: false, weight: 0.314 },
      { name: 'great', denied: true, weight: 0.06 },
      { name: 'another_lexicon', denied: false, weight: 0.05 },
    ]
    expect(conceptsText(concepts)).toBe('not arrived (31%), not “great” (6%), and another lexicon (5%)')
    await alsoSpeak('concepts')
    expect(conceptsText(concepts.slice(0, 1))).toBe('not arrived (31%)')
    await speak('fr')
    const french = conceptsText(concepts.slice(0, 2)).replace(/\s/g, ' ')
    expect(french).toBe('pas arrivé (31 %) et pas « super » (6 %)')
  })
  it('say what a correction says', () => {
    expect(valueText('intents', 'refund,delivery')).toBe('refund and delivery')
    expect(valueText('intents', '')).toBe('nothing')
    expect(valueText('urgency', '2')).toBe('within the hour')
    expect(valueText('spam', 'true')).toBe('yes')
    const one = { field: 'sentiment' as const, said: 'negative', meant: 'neutral', by: 7, at: '' }
    expect(correctionText(one, 'Mira')).toBe('Mira says neutral; triage had said negative')
    expect(correctionText({ ...one, meant: 'negative' })).toBe('Somebody says so too: negative')
  })
})

describe('a priority', () => {
  const why = (code: string, number = 0, seconds = 0, subject = '') =>
    reasonText({ code, points: 5, subject, number, seconds } as Parameters<typeof reasonText>[0])

  it('has its reasons in words', () => {
    expect(why('intent', 0, 0, 'cancellation')).toBe('asks to cancel')
    expect(why('reach', 48_000)).toBe('48,000 followers')
    expect(why('reach')).toBe('said in public')
    expect(why('unanswered', 3, 7200)).toBe('3 unanswered messages in 2 h')
    expect(why('unanswered', 2)).toBe('2 unanswered messages')
    expect(why('clock', 75)).toBe('75% of the time to answer is over')
    expect(why('strikes', 1)).toBe('one mishap before')
    expect(why('live', 0, 300)).toBe('an answer is promised within 5 min')
    expect(why('urgent_now')).toBe('needs an answer within the hour')
    expect(why('intent', 0, 0, 'bike_recall')).toBe('bike_recall')
  })
  it('fills more bars the higher it is', () => {
    expect([0, 7, 8, 25, 45, 65, 100].map(barsOf)).toEqual([0, 0, 1, 2, 3, 4, 4])
  })
})
