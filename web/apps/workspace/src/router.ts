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
  {
    path: '/owed',
    component: () => speaking(['promises', 'forecast'], import('./screens/owed/OwedScreen.vue')),
    meta: { title: 'nav.owed_page' },
  },
  {
    path: '/told',
    component: () => speaking('told', import('./screens/told/ToldScreen.vue')),
    meta: { title: 'nav.told' },
  },
  {
    path: '/board',
    component: () => speaking(['routing', 'triage', 'forecast'], import('./screens/board/BoardScreen.vue')),
    meta: { title: 'nav.board' },
  },
  { path: '/report', component: () => import('./screens/report/ReportScreen.vue'), meta: { title: 'nav.report' } },
  {
    path: '/report/promises',
    component: () => speaking('promises', import('./screens/report/PromisesReport.vue')),
    meta: { title: 'nav.report' },
  },
  {
    path: '/report/forecast',
    component: () => speaking(['promises', 'forecast'], import('./screens/report/ForecastReport.vue')),
    meta: { title: 'nav.report' },
  },
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
      {
        path: '/oauth/callback',
        component: () => speaking('channels', import('./screens/settings/SignInReturn.vue')),
      },
      { path: 'people', component: () => import('./screens/settings/PeoplePage.vue') },
      { path: 'teams', component: () => speaking('told', import('./screens/settings/TeamsPage.vue')) },
      { path: 'quarantine', component: () => import('./screens/settings/QuarantinePage.vue') },
      {
        path: 'promises',
        component: () => speaking(['promises', 'told'], import('./screens/settings/promises/PromisesPage.vue')),
      },
      {
        path: 'rules',
        component: () => speaking(['rules', 'promises', 'triage'], import('./screens/settings/rules/RulesPage.vue')),
      },
      {
        path: 'macros',
        component: () => speaking(['practice', 'rules', 'promises'], import('./screens/settings/practice/MacrosPage.vue')),
      },
      {
        path: 'playbooks',
        component: () => speaking(['practice', 'promises'], import('./screens/settings/practice/PlaybooksPage.vue')),
      },
      {
        path: 'strikes',
        component: () => speaking('strikes', import('./screens/settings/strikes/StrikesPage.vue')),
      },
      { path: 'hours', component: () => speaking('promises', import('./screens/settings/hours/HoursPage.vue')) },
      {
        path: 'routing',
        component: () => speaking(['routing', 'promises', 'triage'], import('./screens/settings/routing/RoutingPage.vue')),
      },
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
      { path: 'me', component: () => speaking('told', import('./screens/settings/MePage.vue')) },
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
