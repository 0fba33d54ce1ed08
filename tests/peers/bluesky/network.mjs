// A whole network of the AT Protocol on loopback, in one process: directory, an account server, the app view and the moderation
// service as their authors publish them for tests (@atproto/dev-env), and a chat service of ours (chat.mjs). Prints where the
// account server is once it is ready.
//
// Needs DB_POSTGRES_URL and REDIS_HOST. Started with `--import ./loopback.mjs`.
import { TestNetwork } from '@atproto/dev-env'
import { startChat } from './chat.mjs'

async function main() {
  const network = await TestNetwork.create({
    dbPostgresSchema: 'heed',
    pds: { hostname: 'localhost', enableDidDocWithSession: true },
  })
  await startChat(network)
  process.on('SIGTERM', () => void network.close().finally(() => process.exit(0)))
  console.log(`READY ${network.pds.url}`)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
