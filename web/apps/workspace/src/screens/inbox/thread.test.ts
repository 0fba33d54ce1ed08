import { describe, expect, it } from 'vitest'
import type { Message, Move, RoutingDecision } from '@heed/api'
import { at, message } from '../../../../../packages/live/test_kit'
import type { Pending } from '../../state/outbox'
import { partsOf } from './said_text'
import { itemsOf } from './thread_items'

describe('a thread as rows', () => {
  const ours = (id: number, seconds: number): Message => ({
    ...message(id, 1, seconds),
    direction: 'outbound',
    author_name: 'Mira',
    user_id: 7,
  })

  it('has a heading for each day and the name where the speaker changes', () => {
    const items = itemsOf([message(1, 1, 0), message(2, 1, 60), ours(3, 90), message(4, 1, 100), message(5, 1, 90_000)], [])
    expect(
      items.map((item) => (item.kind === 'message' ? `${item.message.id}${item.first ? ' first' : ''}` : item.kind)),
    ).toEqual(['day', '1 first', '2', '3 first', '4 first', 'day', '5 first'])
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length)
  })
  it('begins anew after five minutes', () => {
    const [, , second] = itemsOf([message(1, 1, 0), message(2, 1, 301)], [])
    expect(second?.kind === 'message' && second.first).toBe(true)
  })
  it('tells what routing did at its moment, and why nobody has it after all that was said', () => {
    const decision = { at: at(60), outcome: 'assigned' } as RoutingDecision
    const items = itemsOf(
      [message(1, 1, 0), message(2, 1, 120)],
      [],
      [],
      false,
      [],
      [
        { key: 'a', at: decision.at, decision },
        { key: 'waits', at: null, waits: [], overflows_at: null },
      ],
    )
    expect(items.slice(1).map(({ key }) => key)).toEqual(['m1', 'ra', 'm2', 'rwaits'])
  })
  it('ends with what is on its way', () => {
    const waiting = { key: 'k', conversationId: 1 } as Pending
    expect(itemsOf([message(1, 1, 0)], [waiting]).map(({ kind }) => kind)).toEqual(['day', 'message', 'pending'])
    expect(itemsOf([], [])).toEqual([])
  })
  it('tells what moved at the moment it was done', () => {
    const move = (id: number, seconds: number): Move => ({
      id,
      kind: 'split',
      source_id: 1,
      target_id: 2,
      message_count: 1,
      moved_by: 7,
      moved_at: at(seconds),
      undone_at: null,
    })
    const shown = (moves: Move[], older = false) =>
      itemsOf([message(1, 1, 10), message(2, 1, 20)], [], moves, older).map(({ key }) => key.slice(0, 2))
    expect(shown([move(3, 15), move(4, 99)])).toEqual(['dS', 'm1', 'v3', 'm2', 'v4'])
    expect(shown([move(3, 5)])).toEqual(['v3', 'dS', 'm1', 'm2'])
    expect(shown([move(3, 5), move(4, 12)], true)).toEqual(['dS', 'm1', 'v4', 'm2'])
  })
})

describe('addresses in what was said', () => {
  const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])
  it('can be opened; the full stop after one belongs to the sentence', () => {
    expect(links('See https://shop.example/orders/48-2210. Or (http://a.example/x)!')).toEqual([
      'https://shop.example/orders/48-2210',
      'http://a.example/x',
    ])
    expect(links('https://en.wikipedia.org/wiki/Bell_(instrument)')).toEqual([
      'https://en.wikipedia.org/wiki/Bell_(instrument)',
    ])
  })
  it('are web addresses only', () => {
    expect(links('javascript:alert(1) data:text/html,x ftp://x file:///etc/passwd www.shop.example')).toEqual([])
    expect(links('https://')).toEqual([])
  })
  it('and all the rest stay exactly as they were said', () => {
    for (const text of [
      '',
      'no link',
      'a https://x.example b',
      '<b>https://x.example"onclick=1</b>',
      '‮https://x.example',
    ]) {
      expect(
        partsOf(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }
  })
  it('are shown as they are opened, whatever turns letters round', () => {
    expect(links('https://shop.example/\u202egpj.exe')).toEqual(['https://shop.example/'])
    expect(links('https://a.example\u2067/b')).toEqual(['https://a.example'])
  })
  it('are found in no time in what nobody would write', () => {
    const long = 1 << 20
    const texts = [
      `http://x${'.'.repeat(long)}a`,
      `http://x${'.'.repeat(long)}`,
      'http://'.repeat(long / 8),
      `Z${'\u0351'.repeat(10_000)}`,
      '\ud800 half \udfff',
      'w'.repeat(long),
    ]
    for (const text of texts) {
      const whole = partsOf(text)
        .map((part) => part.text)
        .join('')
      expect(whole === text).toBe(true)
    }
  })
})
