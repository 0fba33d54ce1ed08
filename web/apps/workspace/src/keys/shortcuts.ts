// The one listener for keys. Screens say what they can do now with useKeys(); the last one to say so wins.
import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'
import { prefs } from '../state/prefs'
import { keymap, type Action, type Binding } from './keymap'
import { isTyping, keyName } from './match'

// Gives false when it had nothing to do, so that the key keeps its usual meaning.
export type Run = () => unknown
type Bound = Partial<Record<Action, Run>>

const bound = shallowReactive<Bound[]>([])
const kSequenceMs = 1200
let first = ''
let firstTimer: ReturnType<typeof setTimeout> | undefined

export function useKeys(actions: Bound): void {
  onMounted(() => bound.push(actions))
  onBeforeUnmount(() => {
    const index = bound.indexOf(actions)
    if (index >= 0) bound.splice(index, 1)
  })
}

export function handlerOf(action: Action): Run | undefined {
  for (let i = bound.length - 1; i >= 0; i -= 1) {
    const run = bound[i]?.[action]
    if (run) return run
  }
  return undefined
}

// What can be done now, for the command bar.
export const possible = (): Action[] => (Object.keys(keymap) as Action[]).filter((action) => handlerOf(action) !== undefined)

const entries = Object.entries(keymap) as [Action, Binding][]
const find = (keys: string): Action | undefined =>
  entries.find(([, binding]) => binding.keys === keys || binding.more === keys)?.[0]

// These work even while somebody types and with the single keys switched off.
const always = new Set<Action>(['commands', 'panes'])

export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const ctrl = event.ctrlKey || event.metaKey
  if (event.altKey) return
  const name = keyName(event)
  if (!name) return
  let action: Action | undefined
  if (ctrl) {
    action = find(`Ctrl ${name}`)
  } else if (name === 'F6') {
    action = 'panes'
  } else if (prefs.shortcuts && !isTyping(event.target) && !inOverlay(event.target)) {
    action = sequence(name, event)
  }
  if (!action || (ctrl && !always.has(action))) return
  // Enter and Escape have a meaning of their own on what has the focus.
  if (action === 'open' && isControl(event.target)) return
  const run = handlerOf(action)
  if (run && run() !== false) event.preventDefault()
}

function sequence(name: string, event: KeyboardEvent): Action | undefined {
  const both = first ? `${first} ${name}` : ''
  clearTimeout(firstTimer)
  first = ''
  const second = both ? find(both) : undefined
  if (second) return second
  if (name === 'G' && !event.shiftKey) {
    first = 'G'
    firstTimer = setTimeout(() => {
      first = ''
    }, kSequenceMs)
    return undefined
  }
  return find(name)
}

const inOverlay = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"],[role="menu"],[role="alertdialog"]') !== null

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a,button,summary,[role="tab"]') !== null

export function listenForKeys(): void {
  addEventListener('keydown', pressed)
}
