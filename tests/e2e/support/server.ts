// A real server on a folder of its own. It listens where the kernel finds a free port and goes with whoever started it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const kReadyMs = 20_000
const kStopMs = 5_000

function program(): string {
  const path = process.env['HEED_BINARY'] ?? fileURLToPath(new URL('../../../build/release/heed', import.meta.url))
  if (!existsSync(path)) throw new Error(`There is no program at ${path}; build it, or name one in HEED_BINARY.`)
  return path
}

export class Server {
  readonly folder = mkdtempSync(join(tmpdir(), 'heed-e2e-'))
  url = ''
  setupToken = ''
  printed = ''
  private child: ChildProcess | undefined

  private constructor(private readonly settings: Record<string, string>) {
    // However the worker ends.
    process.once('exit', () => {
      this.child?.kill('SIGKILL')
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  // `settings`: of its configuration, as the environment has them: HEED_LOG_LEVEL.
  static async start(settings: Record<string, string> = {}, listen = '127.0.0.1:0'): Promise<Server> {
    const server = new Server(settings)
    try {
      await server.run(listen)
    } catch (error) {
      await server.stop()
      throw error
    }
    return server
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  // As a power cut does it.
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  // On the same folder and port as before.
  async again(): Promise<void> {
    await this.run(`127.0.0.1:${String(this.port)}`)
  }

  // What was made through the screens must hold together as everything else does.
  async stop(): Promise<void> {
    await this.end('SIGTERM')
    const broken = existsSync(join(this.folder, 'heed.db')) ? this.breaches() : ''
    rmSync(this.folder, { recursive: true, force: true })
    if (broken) throw new Error(`heed verify:\n${broken}`)
  }

  private breaches(): string {
    const { status, stdout, stderr } = spawnSync(program(), ['verify', '--data', this.folder], { encoding: 'utf8' })
    return status === 0 ? '' : stdout + stderr
  }

  private async run(listen: string): Promise<void> {
    const args = [program(), 'serve', '--data', this.folder, '--listen', listen]
    // Where there is setpriv the server dies with us, however we end.
    const wrapped = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL', ...args] : args
    const child = spawn(wrapped[0] as string, wrapped.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.settings },
    })
    this.child = child
    this.printed = ''
    const take = (chunk: Buffer): void => {
      this.printed += chunk.toString()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    await this.ready(child)
  }

  private async ready(child: ChildProcess): Promise<void> {
    const end = Date.now() + kReadyMs
    for (;;) {
      const said = /(http:\/\/127\.0\.0\.1:\d+)(?:\/setup\?token=([\w.~-]+))?/.exec(this.printed)
      if (said?.[1]) {
        this.url = said[1]
        // The link may stand on a line of its own, after the address.
        this.setupToken = /\/setup\?token=([\w.~-]+)/.exec(this.printed)?.[1] ?? this.setupToken
        if (await answers(this.url)) return
      }
      if (child.exitCode !== null) throw new Error(`The server ended with ${String(child.exitCode)}:\n${this.printed}`)
      if (Date.now() > end) throw new Error(`The server did not come up:\n${this.printed}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.child
    this.child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), kStopMs)
    await gone
    clearTimeout(timer)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}
