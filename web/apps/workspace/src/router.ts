// Addresses. Everything but the doors (sign-in, invitation, first run) needs a session; who has none is sent to sign in and
// back to where they wanted to go.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { call, client } from '@heed/api'
import { whoAmI } from './state/session'
import { alsoSpeak, type Key, type Part } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    title?: Key
    door?: boolean // No session needed, no frame round it.
    back?: string // Where a phone's back arrow leads.
  }
}

// A screen with words of its own: both are loaded at once.
async function speaking<Screen>(part: Part | Part[], screen: Promise<Screen>): Promise<Screen> {
  const [loaded] = await Promise.all([screen, alsoSpeak(...[part].flat())])
  return loaded
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/inbox/owed' },
  { path: '/inbox', redirect: '/inbox/owed' },
  {
    path: '/inbox/:view(owed|mine|unassigned|open|snoozed|resolved|all)/:conv(\\d+)?',
    name: 'inbox',
    component: () => speaking(['answers', 'triage'], import('./screens/inbox/InboxScreen.vue')),
    meta: { title: 'nav.inbox' },
  },
  { path: '/c/:conv(\\d+)', redirect: (to) => `/inbox/all/${String(to.params['conv'])}` },
  {
    path: '/contacts',
    component: () => import('./screens/contacts/ContactsScreen.vue'),
    meta: { title: 'nav.contacts' },
    children: [
      { path: '', name: 'contacts', component: () => import('./screens/contacts/ContactNone.vue') },
      {
        path: ':contact(\\d+)',
        name: 'contact',
        props: ({ params }) => ({ id: Number(params['contact']) }),
        component: () => import('./screens/contacts/ContactPage.vue'),
      },
    ],
  },
  { path: '/search', component: () => import('./screens/search/SearchScreen.vue'), meta: { title: 'nav.search' } },
  {
    path: '/alerts',
    component: () => import('./screens/alerts/AlertsScreen.vue'),
    meta: { title: 'nav.alerts' },
  },
  {
    path: '/alerts/:alert(\\d+)',
    props: ({ params }) => ({ id: Number(params['alert']) }),
    component: () => import('./screens/alerts/AlertPage.vue'),
    meta: { title: 'nav.alerts' },
  },
  { path: '/report', component: () => import('./screens/report/ReportScreen.vue'), meta: { title: 'nav.report' } },
  {
    path: '/settings',
    component: () => import('./screens/settings/SettingsScreen.vue'),
    meta: { title: 'nav.settings' },
    children: [
      { path: '', name: 'settings', component: () => import('./screens/settings/SettingsHome.vue') },
      { path: 'inboxes', component: () => speaking('channels', import('./screens/settings/InboxesPage.vue')) },
      { path: 'inboxes/new', component: () => speaking('channels', import('./screens/settings/InboxNewPage.vue')) },
      {
        path: 'inboxes/:inbox(\\d+)',
        props: ({ params }) => ({ id: Number(params['inbox']) }),
        component: () => speaking('channels', import('./screens/settings/InboxPage.vue')),
      },
      { path: 'people', component: () => import('./screens/settings/PeoplePage.vue') },
      { path: 'teams', component: () => import('./screens/settings/TeamsPage.vue') },
      { path: 'quarantine', component: () => import('./screens/settings/QuarantinePage.vue') },
      {
        path: 'triage',
        component: () => speaking('triage', import('./screens/settings/triage/TriageScreen.vue')),
        children: [
          { path: '', component: () => import('./screens/settings/triage/QualityPage.vue') },
          { path: 'priority', component: () => import('./screens/settings/triage/PriorityPage.vue') },
          { path: 'words', component: () => import('./screens/settings/triage/WordsPage.vue') },
        ],
      },
      { path: 'tokens', component: () => import('./screens/settings/TokensPage.vue') },
      { path: 'organization', component: () => import('./screens/settings/OrganizationPage.vue') },
      { path: 'me', component: () => import('./screens/settings/MePage.vue') },
    ],
  },
  { path: '/login', component: () => import('./screens/enter/LoginScreen.vue'), meta: { door: true, title: 'login.title' } },
  {
    path: '/invite/:token',
    props: true,
    component: () => import('./screens/enter/InviteScreen.vue'),
    meta: { door: true, title: 'invite.title' },
  },
  { path: '/setup', component: () => import('./screens/enter/SetupScreen.vue'), meta: { door: true, title: 'setup.title' } },
  { path: '/:rest(.*)*', component: () => import('./screens/NotFoundScreen.vue'), meta: { title: 'notfound.title' } },
]

export const router = createRouter({ history: createWebHistory(), routes })

router.beforeEach(async (to) => {
  if (to.meta.door) return true
  try {
    if (await whoAmI()) return true
    const status = await call(client.GET('/api/v1/status'))
    return status.setup_needed ? '/setup' : { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  } catch {
    // No answer from the server: the frame says so and tries again.
    return true
  }
})
