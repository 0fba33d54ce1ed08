// Every shortcut there is, in one table: the dispatcher, the sheet of keys (?) and the command bar all read it. Keys are
// written as the screen shows them. Never Alt: it belongs to the letters of many languages and to the browser's menus.
import type { Key } from '../words'

export type Group = 'move' | 'act' | 'write' | 'go'

export interface Binding {
  keys: string // "J", "G I" (one after the other), "Ctrl K"
  label: Key
  group: Group
  more?: string // Another key that does the same.
}

export const keymap = {
  next: { keys: 'J', more: '↓', label: 'key.next', group: 'move' },
  previous: { keys: 'K', more: '↑', label: 'key.previous', group: 'move' },
  open: { keys: '↵', more: 'O', label: 'key.open', group: 'move' },
  back: { keys: 'Esc', label: 'key.back', group: 'move' },
  nextView: { keys: ']', label: 'key.next_view', group: 'move' },
  previousView: { keys: '[', label: 'key.previous_view', group: 'move' },
  arrivals: { keys: '.', label: 'key.arrivals', group: 'move' },
  order: { keys: 'P', label: 'key.order', group: 'move' },
  filter: { keys: 'F', label: 'key.filter', group: 'move' },
  panes: { keys: 'F6', label: 'key.panes', group: 'move' },
  reply: { keys: 'R', label: 'key.reply', group: 'write' },
  note: { keys: 'N', label: 'key.note', group: 'write' },
  send: { keys: 'Ctrl ↵', label: 'key.send', group: 'write' },
  sendResolve: { keys: 'Ctrl ⇧ ↵', label: 'key.send_resolve', group: 'write' },
  resolve: { keys: 'E', label: 'key.resolve', group: 'act' },
  dismiss: { keys: 'D', label: 'key.dismiss', group: 'act' },
  assignMe: { keys: 'I', label: 'key.assign_me', group: 'act' },
  assign: { keys: 'A', label: 'key.assign', group: 'act' },
  snooze: { keys: 'S', label: 'key.snooze', group: 'act' },
  merge: { keys: 'M', label: 'key.merge', group: 'act' },
  split: { keys: 'X', label: 'key.split', group: 'act' },
  linkCase: { keys: 'L', label: 'key.link_case', group: 'act' },
  correct: { keys: 'C', label: 'key.correct', group: 'act' },
  why: { keys: 'W', label: 'key.why', group: 'act' },
  macro: { keys: 'Q', label: 'key.macro', group: 'write' },
  panel: { keys: 'H', label: 'key.panel', group: 'act' },
  undo: { keys: 'Z', label: 'key.undo', group: 'act' },
  commands: { keys: 'Ctrl K', label: 'key.commands', group: 'go' },
  search: { keys: '/', label: 'key.search', group: 'go' },
  sheet: { keys: '?', label: 'key.sheet', group: 'go' },
  goInbox: { keys: 'G I', label: 'key.go_inbox', group: 'go' },
  goMine: { keys: 'G M', label: 'key.go_mine', group: 'go' },
  goUnassigned: { keys: 'G U', label: 'key.go_unassigned', group: 'go' },
  goOwed: { keys: 'G O', label: 'key.go_owed', group: 'go' },
  goTold: { keys: 'G T', label: 'key.go_told', group: 'go' },
  goBoard: { keys: 'G B', label: 'key.go_board', group: 'go' },
  goSearch: { keys: 'G F', label: 'key.go_search', group: 'go' },
  goContacts: { keys: 'G C', label: 'key.go_contacts', group: 'go' },
  goAlerts: { keys: 'G A', label: 'key.go_alerts', group: 'go' },
  goReport: { keys: 'G R', label: 'key.go_report', group: 'go' },
  goSettings: { keys: 'G S', label: 'key.go_settings', group: 'go' },
} as const satisfies Record<string, Binding>

export type Action = keyof typeof keymap

// Shown on a Mac as ⌘.
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
export const shownKeys = (keys: string): string => (isMac ? keys.replace('Ctrl', '⌘') : keys)
