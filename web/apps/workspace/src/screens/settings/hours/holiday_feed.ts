// The calendar on the web that business hours follow, asked of the server once for all parts of the form.
import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client } from '@heed/api'
import { reloadPromises } from '../../../state/promises'
import { queries } from '../../../state/queries'

const keyOf = (hours: number) => ['sla', 'holiday_feed', hours]
export const pathOf = (hours: number) => ({ params: { path: { hours_id: hours } } })

// Of new hours (`undefined`) nothing is asked: they follow none yet.
export const useHolidayFeed = (hours: () => number | undefined) =>
  useQuery({
    queryKey: computed(() => keyOf(hours() ?? 0)),
    queryFn: () => call(client.GET('/api/v1/business_hours/{hours_id}/feed', pathOf(hours() ?? 0))),
    enabled: computed(() => hours() !== undefined),
  })

export async function reloadFeed(hours: number): Promise<void> {
  await Promise.all([queries.invalidateQueries({ queryKey: keyOf(hours) }), reloadPromises()])
}
