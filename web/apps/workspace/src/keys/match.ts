// Which key was pressed, as the keymap writes it. A layout that types ASCII is taken at its word (event.key); on Cyrillic,
// Greek, Arabic or Hebrew layouts the place of the key counts (event.code).

const codes: Record<string, [plain: string, shifted: string]> = {
  Slash: ['/', '?'],
  Period: ['.', '>'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
}

const named: Record<string, string> = {
  Enter: '↵',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
  F6: 'F6',
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>

export function keyName(event: KeyPress): string {
  const name = named[event.key]
  if (name !== undefined) return name
  if (event.key.length === 1 && event.key >= '!' && event.key <= '~') return event.key.toUpperCase()
  const letter = /^Key([A-Z])$/.exec(event.code)
  if (letter?.[1] !== undefined) return letter[1]
  const sign = codes[event.code]
  if (sign) return event.shiftKey ? sign[1] : sign[0]
  return ''
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  const silent = ['checkbox', 'radio', 'button', 'submit', 'range']
  return target instanceof HTMLInputElement && !silent.includes(target.type)
}
