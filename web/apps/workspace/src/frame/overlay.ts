// The one thing that lies over the page, if any.
import { shallowRef } from 'vue'

export const overlay = shallowRef<'commands' | 'keys' | null>(null)
