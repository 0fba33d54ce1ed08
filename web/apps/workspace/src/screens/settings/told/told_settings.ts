// When one is not to be called, who is called for a team, and how soon the ladder climbs: asked of the server.
import { computed } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { call, client } from '@heed/api'
import { queries } from '../../../state/queries'
import { may } from '../../../state/session'

export const useQuietHours = () =>
  useQuery({
    queryKey: ['quiet_hours'],
    queryFn: () => call(client.GET('/api/v1/notifications/quiet_hours')),
  })

// The feed says that a team changed when its shifts do.
export const useOnCall = (team: number) =>
  useQuery({
    queryKey: ['teams', team, 'on_call'],
    queryFn: () => call(client.GET('/api/v1/teams/{team_id}/on_call', { params: { path: { team_id: team } } })),
  })

export const useLadder = () =>
  useQuery({
    queryKey: ['sla', 'ladder'],
    queryFn: () => call(client.GET('/api/v1/notifications/ladder')),
    enabled: computed(() => may('team_read')),
  })

export const useMailWish = () =>
  useQuery({
    queryKey: ['alert_mail'],
    queryFn: () => call(client.GET('/api/v1/notifications/mail')),
  })

export const reload = (...key: (string | number)[]): Promise<void> => queries.invalidateQueries({ queryKey: key })
