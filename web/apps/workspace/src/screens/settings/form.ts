// What every settings form does: send, say what is wrong where it is wrong, and say that it is saved.
import { reactive } from 'vue'
import { isFailure } from '@heed/api'
import { sentenceOf } from '../../state/failures'

export interface Sending {
  busy: boolean
  field: string | null // One of the form's fields, or null.
  named: string | null // The field as the server named it: "settings.sites[1]".
  fault: string | null
  at: (field: string) => string | null
  run: (job: () => Promise<void>) => Promise<boolean>
}

// `fields` have a place of their own for their fault; any other fault is for the whole form.
export function useSending(fields: readonly string[]): Sending {
  const sending: Sending = reactive({
    busy: false,
    field: null,
    named: null,
    fault: null,
    at: (field: string) => (sending.field === field ? sending.fault : null),
    run: async (job: () => Promise<void>) => {
      sending.busy = true
      sending.fault = sending.field = sending.named = null
      try {
        await job()
        return true
      } catch (error) {
        const name = isFailure(error) ? error.field : null
        sending.field =
          fields.find((field) => name === field || name?.startsWith(`${field}.`) || name?.startsWith(`${field}[`)) ?? null
        sending.named = name
        sending.fault = sentenceOf(error)
        return false
      } finally {
        sending.busy = false
      }
    },
  })
  return sending
}
