import { createApp, defineComponent, h, nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { prefs } from '../state/prefs'
import { keymap, type Action } from './keymap'
import { isTyping, keyName } from './match'
import { listenForKeys, pressed, useKeys, type Run } from './shortcuts'

const press = (key: string, code = '', rest: Partial<KeyPress> = {}) => ({ key, code, shiftKey: false, ...rest })
type KeyPress = Parameters<typeof keyName>[0]

describe('the name of a key', () => {
  it.each([
    ['j', 'KeyJ', 'J'],
    ['J', 'KeyJ', 'J'],
    ['о', 'KeyJ', 'J'], // Russian
    ['ξ', 'KeyJ', 'J'], // Greek
    ['ت', 'KeyJ', 'J'], // Arabic
    ['ח', 'KeyJ', 'J'], // Hebrew
    ['e', 'KeyF', 'E'], // Colemak: what is typed counts, not the place
    ['?', 'Minus', '?'], // German: shift and the key after 0
    ['/', 'Digit7', '/'],
    ['.', 'Period', '.'],
    ['ю', 'Period', '.'],
    ['Enter', 'Enter', '↵'],
    ['Enter', 'NumpadEnter', '↵'],
    ['F6', 'F6', 'F6'],
    ['ArrowDown', 'ArrowDown', '↓'],
    ['ą', '', ''], // a letter of Polish is a letter, not a command
    ['Dead', 'Quote', ''],
    [' ', 'Space', ''],
  ])('%s on %s is "%s"', (key, code, name) => {
    expect(keyName(press(key, code))).toBe(name)
  })
  it('takes shift into account where the layout is not Latin', () => {
    expect(keyName(press('ظ', 'Slash'))).toBe('/')
    expect(keyName(press('؟', 'Slash', { shiftKey: true }))).toBe('?')
  })
})

it('somebody types in boxes, not in buttons', () => {
  const make = (html: string) => {
    const host = document.createElement('div')
    host.innerHTML = html
    return host.firstElementChild
  }
  expect(isTyping(make('<input>'))).toBe(true)
  expect(isTyping(make('<textarea></textarea>'))).toBe(true)
  expect(isTyping(make('<select></select>'))).toBe(true)
  expect(isTyping(make('<input type="checkbox">'))).toBe(false)
  expect(isTyping(make('<button></button>'))).toBe(false)
  expect(isTyping(null)).toBe(false)
})

it('no key uses Alt, and none stands twice', () => {
  const keys = Object.values(keymap).flatMap((binding) =>
    'more' in binding ? [binding.keys, binding.more] : [binding.keys],
  )
  expect(keys.filter((one) => /alt/i.test(one))).toEqual([])
  expect(new Set(keys).size).toBe(keys.length)
})

describe('the dispatcher', () => {
  const done: Action[] = []
  const does =
    (action: Action): Run =>
    () => {
      done.push(action)
    }
  let app: ReturnType<typeof createApp>
  let box: HTMLTextAreaElement

  beforeEach(async () => {
    vi.useFakeTimers()
    done.length = 0
    prefs.shortcuts = true
    const all = Object.fromEntries((Object.keys(keymap) as Action[]).map((action) => [action, does(action)]))
    const screen = defineComponent({
      setup() {
        useKeys(all)
        return () =>
          h('div', [h('textarea'), h('div', { role: 'dialog' }, [h('button', 'in a dialog')]), h('button', 'free')])
      },
    })
    app = createApp(screen)
    const host = document.createElement('div')
    document.body.append(host)
    app.mount(host)
    await nextTick()
    const found = document.querySelector('textarea')
    if (!found) throw new Error('a box was expected')
    box = found
  })
  afterEach(() => {
    app.unmount()
    document.body.replaceChildren()
    vi.useRealTimers()
  })
  function type(key: string, init: KeyboardEventInit = {}, target: Element = document.body) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
    target.addEventListener('keydown', (e) => pressed(e as KeyboardEvent), { once: true })
    target.dispatchEvent(event)
    return event
  }

  it('runs what a key stands for, and keeps the browser from it', () => {
    expect(type('j').defaultPrevented).toBe(true)
    type('ArrowDown')
    type('.')
    type('?')
    expect(done).toEqual(['next', 'next', 'arrivals', 'sheet'])
  })
  it('does two keys, one after the other', () => {
    type('g')
    type('c')
    expect(done).toEqual(['goContacts'])
    type('g')
    vi.advanceTimersByTime(2000)
    type('i') // too late: a key of its own
    expect(done).toEqual(['goContacts', 'assignMe'])
    type('g')
    type('y')
    type('i')
    expect(done).toEqual(['goContacts', 'assignMe', 'assignMe'])
  })
  it('is silent while somebody types, but for Ctrl K and F6', () => {
    type('j', {}, box)
    type('/', {}, box)
    expect(done).toEqual([])
    type('k', { ctrlKey: true }, box)
    type('k', { metaKey: true }, box)
    type('F6', {}, box)
    expect(done).toEqual(['commands', 'commands', 'panes'])
  })
  it('is silent in dialogs and menus', () => {
    const button = document.querySelector('[role=dialog] button')
    if (button) type('j', {}, button)
    expect(done).toEqual([])
  })
  it('leaves Enter to the button that has the focus', () => {
    const button = document.querySelector('div > button:last-child')
    if (button) type('Enter', {}, button)
    expect(done).toEqual([])
    type('Enter')
    expect(done).toEqual(['open'])
  })
  it('never takes a key with Alt, and none of the browser’s own', () => {
    type('j', { altKey: true })
    type('r', { ctrlKey: true })
    type('s', { ctrlKey: true })
    type('Enter', { ctrlKey: true })
    expect(done).toEqual([])
  })
  it('can be switched off; what stays stays', () => {
    prefs.shortcuts = false
    type('j')
    type('?')
    type('k', { ctrlKey: true })
    type('F6')
    expect(done).toEqual(['commands', 'panes'])
  })
  it('does nothing while letters are being composed', () => {
    type('j', { isComposing: true })
    expect(done).toEqual([])
  })
  it('listens on the window', () => {
    listenForKeys()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }))
    expect(done).toEqual(['reply'])
    removeEventListener('keydown', pressed)
  })
})
