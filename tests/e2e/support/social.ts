// A server of the Mastodon API by script: as much as an account needs to be signed in to in the browser, and what can go wrong there.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'

const kScopes = 'read write follow'

export class Social {
  url = ''
  mood: 'well' | 'narrow' = 'well' // Narrow: less is granted than was asked for.
  account = 'brand'
  revoked = false
  readonly tokens: string[] = []
  private redirect = ''
  private challenge = ''
  private code = 0
  private readonly server = createServer((request, response) => {
    void this.answer(request, response)
  })

  static async start(): Promise<Social> {
    const social = new Social()
    await new Promise<void>((resolve) => social.server.listen(0, '127.0.0.1', resolve))
    social.url = `http://127.0.0.1:${String((social.server.address() as AddressInfo).port)}`
    return social
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const piece of request) body += String(piece)
    const url = new URL(request.url ?? '/', this.url)
    const say = (status: number, answer: unknown) =>
      void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    switch (url.pathname) {
      case '/api/v1/apps':
        this.redirect = new URLSearchParams(body).get('redirect_uris') ?? ''
        return say(200, { client_id: 'an-app', client_secret: 'its-secret' })
      case '/oauth/authorize':
        return this.ask(url.searchParams, response)
      case '/oauth/token':
        return this.token(new URLSearchParams(body), say)
    }
    if (url.pathname === '/favicon.ico') return void response.writeHead(204).end()
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    const isGood = !this.revoked && token !== '' && token === this.tokens.at(-1)
    if (url.pathname === '/api/v1/instance')
      return say(200, { uri: '127.0.0.1', version: '4.2.0', configuration: { statuses: { max_characters: 500 } } })
    if (url.pathname === '/api/v2/instance') return say(404, { error: 'Not found' })
    if (!isGood) return say(401, { error: 'The access token was revoked' })
    if (url.pathname === '/api/v1/accounts/verify_credentials')
      return say(200, {
        id: '7',
        acct: this.account,
        username: this.account,
        display_name: 'Lisbon Bikes',
        followers_count: 3,
      })
    if (url.pathname === '/api/v1/apps/verify_credentials') return say(200, { name: 'Heed', scopes: kScopes.split(' ') })
    say(200, [])
  }

  // What somebody sees who is signed in there already.
  private ask(asked: URLSearchParams, response: ServerResponse): void {
    this.challenge = asked.get('code_challenge') ?? ''
    const isRight =
      asked.get('client_id') === 'an-app' && asked.get('redirect_uri') === this.redirect && asked.get('scope') === kScopes
    const to = (more: Record<string, string>) =>
      `${this.redirect}?${new URLSearchParams({ state: asked.get('state') ?? '', ...more }).toString()}`.replaceAll(
        '&',
        '&amp;',
      )
    const allow = to({ code: `code-${String(++this.code)}` })
    const deny = to({ error: 'access_denied', error_description: 'The resource owner denied the request.' })
    response
      .writeHead(isRight ? 200 : 400, { 'Content-Type': 'text/html' })
      .end(isRight ? `<a href="${allow}">Authorize</a> <a href="${deny}">Deny</a>` : 'Wrong request')
  }

  private token(form: URLSearchParams, say: (status: number, answer: unknown) => void): void {
    const isRight =
      form.get('code') === `code-${String(this.code)}` &&
      form.get('client_secret') === 'its-secret' &&
      form.get('redirect_uri') === this.redirect &&
      challengeOf(form.get('code_verifier') ?? '') === this.challenge
    if (!isRight) return say(400, { error: 'invalid_grant' })
    this.tokens.push(`token-${String(this.tokens.length + 1)}`)
    say(200, {
      access_token: this.tokens.at(-1),
      token_type: 'Bearer',
      scope: this.mood === 'narrow' ? 'read' : kScopes,
      created_at: Math.floor(Date.now() / 1000),
    })
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
