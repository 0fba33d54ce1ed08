// Which message's triage is being looked into: one at a time, so that a key and a click mean the same place.
import { shallowRef } from 'vue'

export const explained = shallowRef<number | null>(null)
export const correcting = shallowRef<number | null>(null)
