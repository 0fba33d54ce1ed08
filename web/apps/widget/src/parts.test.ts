import { beforeAll, describe, expect, it, vi } from 'vitest'
import { connectHost } from './host'
import { chooseLanguage, day, duration, t } from './i18n'
import { rowsOf } from './rows'
import { makeShelf } from './shelf'
import { piecesOf } from './text'

describe('text', () => {
  it('makes addresses of web addresses only, and leaves the sentence its full stop', () => {
    expect(piecesOf('See https://a.example/x?y=1. (http://b.example)')).toEqual([
      { text: 'See ' },
      { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
      { text: '. (' },
      { text: 'http://b.example', href: 'http://b.example' },
      { text: ')' },
    ])
    expect(piecesOf('javascript:alert(1) <img src=x onerror=alert(1)>')).toEqual([
      { text: 'javascript:alert(1) <img src=x onerror=alert(1)>' },
    ])
    expect(piecesOf('')).toEqual([])
  })
})

describe('shelf', () => {
  it('keeps to its own names', () => {
    const one = makeShelf('heed:A:')
    const two = makeShelf('heed:B:')
    one.set('out:1', 'x')
    expect(one.names('out:')).toEqual(['out:1'])
    expect(two.names('out:')).toEqual([])
    expect(two.get('out:1')).toBeNull()
    one.set('out:1', null)
    expect(one.names('')).toEqual([])
  })

  it('serves the page from memory when the browser keeps nothing', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
      removeItem: () => undefined,
    } as unknown as Storage
    const shelf = makeShelf('heed:A:', full)
    shelf.set('token', 'visitor_1')
    expect(shelf.get('token')).toBe('visitor_1')
    expect(shelf.names('tok')).toEqual(['token'])
  })
})

describe('host', () => {
  function frame(claimed: string | null) {
    const around = { postMessage: vi.fn() } as unknown as Window
    const own = new EventTarget() as unknown as Window
    const host = connectHost(claimed, around, own)
    const bring = (data: unknown, origin: string, source: unknown = around) => {
      const event = new MessageEvent('message', { data, origin })
      Object.defineProperty(event, 'source', { value: source })
      own.dispatchEvent(event)
    }
    return { around, host, bring }
  }

  it('hears the page that framed it, at the origin it named, and nobody else', () => {
    const { host, bring } = frame('https://shop.example')
    expect(host.isOpen.value).toBe(false)
    bring({ heed: 'open' }, 'https://evil.example')
    bring({ heed: 'open' }, 'https://shop.example', {})
    bring(null, 'https://shop.example')
    bring('open', 'https://shop.example')
    expect(host.isOpen.value).toBe(false)
    bring({ heed: 'open', focus: true }, 'https://shop.example')
    expect(host.isOpen.value).toBe(true)
  })

  it('speaks to the named origin alone, and to none when there is none', () => {
    const { around, host } = frame('https://shop.example')
    host.unread(2)
    expect(around.postMessage).toHaveBeenCalledWith({ heed: 'unread', n: 2 }, 'https://shop.example')
    for (const claimed of [null, 'null', '*', 'https://shop.example/path', 'javascript:x']) {
      const other = frame(claimed)
      other.host.close()
      expect(other.around.postMessage).not.toHaveBeenCalled()
      expect(other.host.isOpen.value).toBe(true)
    }
  })
})

describe('the keyboard', () => {
  it('is asked for until it is here, and not for ever', () => {
    vi.useFakeTimers()
    let hasKeyboard = false
    const around = { postMessage: vi.fn() }
    const own = Object.assign(new EventTarget(), { document: { hasFocus: () => hasKeyboard }, setTimeout })
    const host = connectHost('https://shop.example', around as unknown as Window, own as unknown as Window)
    const asked = () =>
      around.postMessage.mock.calls.filter(([said]) => (said as { heed: string }).heed === 'keyboard').length
    host.seekKeyboard()
    expect(asked()).toBe(0) // Closed.
    const opened = new MessageEvent('message', { data: { heed: 'open' }, origin: 'https://shop.example' })
    Object.defineProperty(opened, 'source', { value: around })
    own.dispatchEvent(opened)
    host.seekKeyboard()
    vi.advanceTimersByTime(100)
    expect(asked()).toBe(2)
    hasKeyboard = true
    vi.advanceTimersByTime(1000)
    expect(asked()).toBe(2)
    hasKeyboard = false
    host.seekKeyboard()
    vi.advanceTimersByTime(10_000)
    expect(asked()).toBe(10)
    vi.useRealTimers()
  })
})

describe('words', () => {
  beforeAll(() => chooseLanguage('en-GB'))

  it('never promises sooner than is true', () => {
    expect(duration(0)).toBe('1 minute')
    expect(duration(241)).toBe('5 minutes')
    expect(duration(3 * 3600 + 1)).toBe('4 hours')
    expect(duration(3 * 86_400)).toBe('3 days')
  })

  it('names near days', () => {
    const now = new Date(2026, 10, 21, 0, 10).getTime()
    expect(day(now, now)).toBe('today')
    expect(day(now - 20 * 60_000, now)).toBe('yesterday')
    expect(day(new Date(2026, 2, 3).getTime(), now)).toBe('March 3')
    expect(day(new Date(2025, 2, 3).getTime(), now)).toBe('March 3, 2025')
  })

  it('counts people', () => {
    expect(t('people_wait', { n: 1 })).toBe('1 person is waiting right now.')
    expect(t('people_wait', { n: 12 })).toBe('12 people are waiting right now.')
  })

  it('has every word in every language', async () => {
    const catalogues = import.meta.glob<{ default: Record<string, unknown> }>('./locales/*.json')
    const loaded = await Promise.all(
      Object.values(catalogues).map(async (load) => Object.keys((await load()).default).sort()),
    )
    expect(loaded).toHaveLength(6)
    for (const keys of loaded) expect(keys).toEqual(loaded[0])
  })
})

describe('rows', () => {
  it('opens a run with a name and closes it with a time', () => {
    const line = (id: number, mine: boolean, minute: number) => ({
      id,
      mine,
      author_name: mine ? 'Visitor' : 'Mira',
      text: String(id),
      said_at: new Date(2026, 10, 20, 9, minute).toISOString(),
      files: [],
    })
    const rows = rowsOf([line(1, true, 0), line(2, true, 1), line(3, false, 2), line(4, false, 30)], [])
    expect(rows.map((row) => (row.kind === 'said' ? [row.first, row.last] : row.kind))).toEqual([
      'day',
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })
})
