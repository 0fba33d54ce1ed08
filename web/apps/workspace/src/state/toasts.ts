// Short sentences about what was just done, with a way back. Z takes back the last one.
import { shallowRef } from 'vue'

export interface Toast {
  id: number
  text: string
  undo?: (() => void) | undefined
  bad?: boolean | undefined
}

const kShownMs = 10_000
export const toasts = shallowRef<readonly Toast[]>([])
let lastId = 0

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

export function say(text: string, options: { undo?: () => void; bad?: boolean } = {}): number {
  lastId += 1
  const id = lastId
  toasts.value = [...toasts.value.slice(-2), { id, text, undo: options.undo, bad: options.bad }]
  setTimeout(() => {
    dismissToast(id)
  }, kShownMs)
  return id
}

export function undoLast(): boolean {
  const last = [...toasts.value].reverse().find(({ undo }) => undo)
  if (!last) return false
  dismissToast(last.id)
  last.undo?.()
  return true
}
