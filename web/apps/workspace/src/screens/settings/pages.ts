// The pages of the settings, and who sees which.
import type { Permission } from '@heed/api'
import type { Key } from '../../words'

export interface SettingsPage {
  path: string
  word: Key
  hint: Key
  needs: Permission
}

export const pages: readonly SettingsPage[] = [
  { path: '/settings/me', word: 'settings.me', hint: 'settings.me_hint', needs: 'signed_in' },
  { path: '/settings/inboxes', word: 'settings.inboxes', hint: 'settings.inboxes_hint', needs: 'inboxes_manage' },
  {
    path: '/settings/quarantine',
    word: 'settings.quarantine',
    hint: 'settings.quarantine_hint',
    needs: 'inboxes_manage',
  },
  { path: '/settings/people', word: 'settings.people', hint: 'settings.people_hint', needs: 'team_manage' },
  { path: '/settings/teams', word: 'settings.teams', hint: 'settings.teams_hint', needs: 'team_manage' },
  { path: '/settings/promises', word: 'settings.promises', hint: 'settings.promises_hint', needs: 'reports_read' },
  { path: '/settings/strikes', word: 'settings.strikes', hint: 'settings.strikes_hint', needs: 'reports_read' },
  { path: '/settings/hours', word: 'settings.hours', hint: 'settings.hours_hint', needs: 'reports_read' },
  { path: '/settings/routing', word: 'settings.routing', hint: 'settings.routing_hint', needs: 'reports_read' },
  { path: '/settings/rules', word: 'settings.rules', hint: 'settings.rules_hint', needs: 'reports_read' },
  { path: '/settings/macros', word: 'settings.macros', hint: 'settings.macros_hint', needs: 'conversations_read' },
  { path: '/settings/playbooks', word: 'settings.playbooks', hint: 'settings.playbooks_hint', needs: 'conversations_read' },
  { path: '/settings/triage', word: 'settings.triage', hint: 'settings.triage_hint', needs: 'reports_read' },
  { path: '/settings/tokens', word: 'settings.tokens', hint: 'settings.tokens_hint', needs: 'tokens_manage' },
  {
    path: '/settings/organization',
    word: 'settings.organization',
    hint: 'settings.organization_hint',
    needs: 'organization_manage',
  },
]
