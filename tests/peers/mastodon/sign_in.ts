// Signs in to a snac server as an application does for somebody (OAuth, code flow), and prints the access token:
// sign_in.ts SERVER USER PASSWORD.
export {} // It waits at its top level, as modules may.

const [server = '', login = '', passwd = ''] = process.argv.slice(2)

const redirect_uri = 'http://127.0.0.1:9/back'
const scope = 'read write follow'

function post(path: string, form: Record<string, string>): Promise<Response> {
  return fetch(server + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
}

interface App {
  client_id: string
  client_secret: string
}
const app = (await (
  await post('/api/v1/apps', { client_name: 'Heed', redirect_uris: redirect_uri, scopes: scope })
).json()) as App

const query = new URLSearchParams({ client_id: app.client_id, redirect_uri, response_type: 'code', scope, state: 'x' })
const page = await (await fetch(`${server}/oauth/authorize?${query.toString()}`)).text()
const hidden = Object.fromEntries(
  [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((one) => [one[1], one[2]]),
) as Record<string, string>
const back = (await post('/oauth/x-snac-login', { ...hidden, login, passwd })).headers.get('location') ?? ''
const code = new URL(back).searchParams.get('code') ?? ''

const token = (await (
  await post('/oauth/token', { grant_type: 'authorization_code', code, ...app, redirect_uri })
).json()) as { access_token: string }
console.log(token.access_token)
