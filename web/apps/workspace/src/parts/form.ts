// What every form does: send, say what is wrong where it is wrong, and say that it is saved.
import { computed, reactive, type ComputedRef } from 'vue'
import { isFailure } from '@heed/api'
import { controlAt, controlsOf } from '@heed/ui/schema_form'
import { sentenceOf } from '../state/failures'

export interface Sending {
  busy: boolean
  field: string | null // One of the form's fields, or null.
  named: string | null // The field as the server named it: "settings.sites[1]".
  fault: string | null
  at: (field: string) => string | null
  clear: () => void
  run: (job: () => Promise<void>) => Promise<boolean>
}

// "settings.token: missing" stands at the token, which need not be named again.
function withoutName(sentence: string, name: string | null): string {
  const named = [name, name?.split('.').at(-1)].find((one) => one && sentence.startsWith(`${one}: `))
  if (!named) return sentence
  const rest = sentence.slice(named.length + 2)
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

// `fields` have a place of their own for their fault; any other fault is for the whole form.
export function useSending(fields: readonly string[]): Sending {
  const sending: Sending = reactive({
    busy: false,
    field: null,
    named: null,
    fault: null,
    at: (field: string) => (sending.field === field ? sending.fault : null),
    clear: () => {
      sending.fault = sending.field = sending.named = null
    },
    run: async (job: () => Promise<void>) => {
      sending.busy = true
      sending.clear()
      try {
        await job()
        return true
      } catch (error) {
        const name = isFailure(error) ? error.field : null
        sending.field =
          fields.find((field) => name === field || name?.startsWith(`${field}.`) || name?.startsWith(`${field}[`)) ?? null
        sending.named = name
        sending.fault = withoutName(sentenceOf(error), name)
        return false
      } finally {
        sending.busy = false
      }
    },
  })
  return sending
}

// Of a form that has a channel's `settings` in it: the fault that stands at no field of it.
export function useLooseFault(sending: Sending, schema: () => unknown): ComputedRef<string | null> {
  return computed(() => {
    const placed = sending.field === 'settings' ? controlAt(controlsOf(schema()), sending.named) : sending.field
    return placed ? null : sending.fault
  })
}
