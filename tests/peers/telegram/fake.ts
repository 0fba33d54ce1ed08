// A Bot API server for tests, stricter than the real one and without its clients: `node fake.mjs TOKEN`. It prints its address
// once it listens. What people do in their apps is done by POST /customer/<verb> (customer.ts). That it is the Bot API is
// shown by grammy.spec.ts: a client which others wrote for the real one works with it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BotApi } from './bot_api'
import { World, type Json } from './chats'
import { Customer, type Fault } from './customer'
import { Delivery } from './delivery'
import { decode } from './multipart'
import { Refusal } from './refusal'

const token = process.argv[2] ?? ''
const world = new World(token)
const delivery = new Delivery(world)
const api = new BotApi(world, delivery)
const customer = new Customer(world)

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function answer(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}

function refuse(response: ServerResponse, error: unknown): void {
  const { code, message, parameters } =
    error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${String(error)}`)
  answer(response, code, { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) })
}

function takeFault(method: string): Fault | undefined {
  const at = customer.faults.findIndex((one) => one.method === method)
  return at < 0 ? undefined : customer.faults.splice(at, 1)[0]
}

async function call(url: URL, method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  const fault = takeFault(method)
  if (fault?.cut === 'before') return void request.socket.destroy()
  if (fault?.html)
    return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in to the hotel</html>')
  if (fault?.code) throw new Refusal(fault.code, fault.description ?? 'Bad Request: scripted', fault.parameters)
  const known = Object.hasOwn(api.methods, method) ? api.methods[method] : undefined
  if (!known) throw new Refusal(404, 'Not Found: method not found')
  const result = await known(decode(request.headers['content-type'] ?? '', body, url.searchParams))
  if (fault?.cut === 'after') return void request.socket.destroy()
  answer(response, 200, { ok: true, result })
}

function download(path: string, response: ServerResponse): void {
  const file = [...world.files.values()].find(({ file_path }) => file_path === path)
  if (!file) throw new Refusal(404, 'Not Found')
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': file.bytes.length })
  response.end(file.bytes)
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const verb = /^\/customer\/(\w+)$/.exec(url.pathname)?.[1]
  const deed = verb === undefined ? undefined : customer.verbs[verb]
  if (deed) return answer(response, 200, { result: deed(JSON.parse((await bodyOf(request)).toString()) as Json) })
  const found = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname)
  const [, file, given = '', rest = ''] = found ?? []
  if (!found || !/^\d+:[\w-]+$/.test(given)) throw new Refusal(404, 'Not Found')
  if (given !== token) throw new Refusal(401, 'Unauthorized')
  if (file) download(rest, response)
  else await call(url, rest, request, response)
}

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    refuse(response, error)
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
})
