// telegram-test-api, the fake that others wrote. What it cannot do stands in the README of connectors/telegram.
import module from 'telegram-test-api'

const port = Number(process.argv[2])
const TelegramServer = module.default ?? module
const server = new TelegramServer({ port, host: '127.0.0.1', storage: 'RAM', storeTimeout: 600 })
await server.start()
