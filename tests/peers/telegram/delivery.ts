// How the bot is told: by long polling, or by calls to its webhook. Never by both.
import type { Json, Update, World } from './chats'
import { bad, parameters, Refusal } from './refusal'

const kLongestPoll_s = 50
const kRetry_ms = [50, 100, 200, 400, 800, 1000]

interface Webhook {
  url: string
  secret: string
}

export class Delivery {
  private waiting: { wake: () => void; cut: () => void } | undefined
  private webhook: Webhook | undefined
  private lastError: { date: number; message: string } | undefined
  private calling = false

  constructor(private readonly world: World) {
    world.onUpdate = () => {
      this.waiting?.wake()
      void this.call()
    }
  }

  async getUpdates(given: Json): Promise<Update[]> {
    const shape = { offset: 'integer?', limit: 'integer?', timeout: 'integer?', allowed_updates: 'list?' } as const
    const { offset = 0, limit = 100, timeout = 0, allowed_updates } = parameters(given, shape)
    if (this.webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    this.waiting?.cut()
    if (allowed_updates) this.world.allowed = allowed_updates as string[]
    this.confirm(offset as number)
    const most = Math.min(Math.max(limit as number, 1), 100)
    if (this.world.updates.length === 0 && (timeout as number) > 0)
      await this.wait(Math.min(timeout as number, kLongestPoll_s))
    return this.world.updates.slice(0, most)
  }

  // What is below the offset is confirmed and gone; a negative one keeps only so many of the end.
  private confirm(offset: number): void {
    const all = this.world.updates
    this.world.updates = offset < 0 ? all.slice(offset) : all.filter(({ update_id }) => update_id >= offset)
  }

  private wait(seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer)
        this.waiting = undefined
      }
      const wake = (): void => {
        over()
        resolve()
      }
      const cut = (): void => {
        over()
        const what = 'terminated by other getUpdates request; make sure that only one bot instance is running'
        reject(new Refusal(409, `Conflict: ${what}`))
      }
      const timer = setTimeout(wake, seconds * 1000)
      this.waiting = { wake, cut }
    })
  }

  // The real server takes https only; one of one's own on loopback (--local) takes http too, as this does.
  setWebhook(given: Json): true {
    const { url, secret_token, allowed_updates, drop_pending_updates } = parameters(given, {
      url: 'string',
      secret_token: 'string?',
      allowed_updates: 'list?',
      max_connections: 'integer?',
      drop_pending_updates: 'boolean?',
    })
    if (url !== '' && !/^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/.test(url as string))
      throw bad('bad webhook: An HTTPS URL must be provided for webhook')
    if (secret_token !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret_token as string))
      throw bad('secret token contains unallowed characters')
    if (drop_pending_updates === true) this.world.updates = []
    if (allowed_updates) this.world.allowed = allowed_updates as string[]
    this.waiting?.cut()
    this.lastError = undefined
    this.webhook = url === '' ? undefined : { url: url as string, secret: (secret_token as string | undefined) ?? '' }
    void this.call()
    return true
  }

  deleteWebhook(given: Json): true {
    return this.setWebhook({ ...parameters(given, { drop_pending_updates: 'boolean?' }), url: '' })
  }

  getWebhookInfo(given: Json): Json {
    parameters(given, {})
    return {
      url: this.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.world.updates.length,
      ...(this.lastError ? { last_error_date: this.lastError.date, last_error_message: this.lastError.message } : {}),
      ...(this.world.allowed.length > 0 ? { allowed_updates: this.world.allowed } : {}),
    }
  }

  // One after another, each until it is taken.
  private async call(): Promise<void> {
    if (this.calling) return
    this.calling = true
    for (let failures = 0; ;) {
      const [update] = this.world.updates
      const webhook = this.webhook
      if (!update || !webhook) break
      const fault = await told(webhook, update)
      if (fault === '') {
        failures = 0
        this.world.updates = this.world.updates.filter((one) => one !== update)
        continue
      }
      this.lastError = { date: this.world.now(), message: fault }
      await new Promise((resolve) => setTimeout(resolve, kRetry_ms[Math.min(failures++, kRetry_ms.length - 1)]))
    }
    this.calling = false
  }
}

// Empty when it was taken, else why not.
async function told({ url, secret }: Webhook, update: Update): Promise<string> {
  try {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' }
    if (secret !== '') headers['X-Telegram-Bot-Api-Secret-Token'] = secret
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(update) })
    await response.arrayBuffer()
    return response.ok ? '' : `Wrong response from the webhook: ${String(response.status)} ${response.statusText}`
  } catch {
    return 'Connection refused'
  }
}
