// An HTTP proxy that knows a few hosts and sends their requests to ports of this machine: proxy.ts care.test=8701 shop.test=8702. Prints
// its own address.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const ports = new Map(process.argv.slice(2).map((one) => one.split('=') as [string, string]))

const server = http.createServer((request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`)
  const fail = () => response.writeHead(502).end()
  const port = ports.get(url.hostname)
  if (port === undefined) return void fail()
  const onward = http.request(
    { host: '127.0.0.1', port, method: request.method, path: url.pathname + url.search, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  onward.on('error', fail)
  request.pipe(onward)
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
})
