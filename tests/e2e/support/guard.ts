// Nothing may go wrong unseen: errors on the console, exceptions and breaches of the Content-Security-Policy fail the test.
import type { BrowserContext, ConsoleMessage } from '@playwright/test'

export class Guard {
  readonly found: string[] = []
  private readonly allowed: RegExp[] = [
    // Asking who one is, before signing in, is answered with 401; the browser reports it.
    /status of 401 .*\/api\/v1\/session$/,
  ]

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.note(describe(message))
    })
    context.on('weberror', (error) => {
      this.note(`exception: ${error.error().message}`)
    })
  }

  // What the browser says of a refusal or a cut line that the test itself brings about.
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns)
  }

  get complaints(): string[] {
    return this.found.filter((text) => !this.allowed.some((pattern) => pattern.test(text)))
  }

  private note(text: string): void {
    this.found.push(text)
  }
}

function describe(message: ConsoleMessage): string {
  return `${message.text()} ${message.location().url}`.trim()
}
