// Where the rail leads. On a phone there is room for few: those that are rare there stand in the menu of oneself.
import { computed } from 'vue'
import { Activity, Bell, ChartNoAxesColumn, Hourglass, Inbox, Search, Settings, SquareKanban, Users } from '@lucide/vue'
import { useOpenAlerts } from '../state/alerts'
import { may } from '../state/session'
import { useUnseen } from '../state/told'
import { t } from '../words'

export function useLinks() {
  const { data: alerts } = useOpenAlerts()
  const unseen = useUnseen()
  return computed(() => {
    const works = may('conversations_read')
    const reads = may('reports_read')
    return [
      { to: '/inbox', word: t('nav.inbox'), icon: Inbox, shown: works, rare: false },
      { to: '/owed', word: t('nav.owed_page'), icon: Hourglass, shown: works, rare: true },
      { to: '/told', word: t('nav.told'), icon: Bell, shown: works, rare: unseen.value === 0 },
      { to: '/board', word: t('nav.board'), icon: SquareKanban, shown: works, rare: true },
      { to: '/search', word: t('nav.search'), icon: Search, shown: works, rare: false },
      { to: '/contacts', word: t('nav.contacts'), icon: Users, shown: may('contacts_read'), rare: false },
      { to: '/alerts', word: t('nav.alerts'), icon: Activity, shown: reads, rare: !alerts.value?.length },
      { to: '/report', word: t('nav.report'), icon: ChartNoAxesColumn, shown: reads, rare: false },
      { to: '/settings', word: t('nav.settings'), icon: Settings, shown: true, rare: true },
    ].filter(({ shown }) => shown)
  })
}
