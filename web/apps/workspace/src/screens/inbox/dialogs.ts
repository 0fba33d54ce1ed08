// Which question about a conversation is being asked.
import { shallowRef } from 'vue'

export type Question = 'assign' | 'snooze' | 'dismiss' | 'about' | 'merge' | 'case'
export const question = shallowRef<Question | null>(null)
