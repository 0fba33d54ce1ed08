// Says whose an access token is, as the server of a large provider does (RFC 7662). `tokens.mjs PORT`: "a-good-token" is care@care.test's.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const is_good = request.headers.authorization === 'Bearer a-good-token'
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ active: is_good, email: is_good ? 'care@care.test' : undefined }))
})
server.listen(Number(process.argv[2]), '127.0.0.1')
