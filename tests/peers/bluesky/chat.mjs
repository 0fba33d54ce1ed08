// The chat service, which nobody publishes: chats in memory, behind the official lexicons and their validators. What the account
// server proxies here comes with a token of its own, and its signature is checked with the sender's key as the directory has it.
import { schemas } from '@atproto/api'
import { AuthRequiredError, InvalidRequestError, createServer, verifyJwt } from '@atproto/xrpc-server'
import express from 'express'

const kChat = 'did:web:api.bsky.chat'
const kPart = 'chat.bsky.convo.defs#'

class Chats {
  constructor(profileOf) {
    this.profileOf = profileOf
    this.convos = new Map()
    this.log = []
    this.revision = 0
  }

  next() {
    this.revision += 1
    return String(this.revision).padStart(13, '0')
  }

  tell(convo, kind, more) {
    this.log.push({ convo, entry: { $type: kPart + kind, rev: this.next(), convoId: convo.id, ...more } })
  }

  between(dids) {
    const members = [...new Set(dids)].sort()
    const known = [...this.convos.values()].find((one) => one.members.join() === members.join())
    if (known) return known
    const convo = { id: `convo${this.next()}`, members, messages: [] }
    this.convos.set(convo.id, convo)
    this.tell(convo, 'logBeginConvo', {})
    return convo
  }

  of(id, did) {
    const convo = this.convos.get(id)
    if (!convo?.members.includes(did)) throw new InvalidRequestError('Convo not found', 'InvalidConvo')
    return convo
  }

  message(convo, id) {
    const found = convo.messages.find((one) => one.id === id)
    if (!found) throw new InvalidRequestError('Message not found')
    return found
  }

  say(convo, did, { text, facets }) {
    const rev = this.next()
    const message = {
      $type: `${kPart}messageView`,
      id: `m${rev}`,
      rev,
      text,
      sender: { did },
      sentAt: new Date().toISOString(),
    }
    if (facets) message.facets = facets
    convo.messages.push(message)
    this.tell(convo, 'logCreateMessage', { message })
    return message
  }

  remove(convo, id) {
    const { rev, sender, sentAt } = this.message(convo, id)
    const gone = { $type: `${kPart}deletedMessageView`, id, rev, sender, sentAt }
    convo.messages = convo.messages.map((one) => (one.id === id ? gone : one))
    this.tell(convo, 'logDeleteMessage', { message: gone })
    return gone
  }

  react(convo, did, { messageId, value }) {
    const message = this.message(convo, messageId)
    const reaction = { value, sender: { did }, createdAt: new Date().toISOString() }
    message.reactions = [...(message.reactions ?? []), reaction]
    this.tell(convo, 'logAddReaction', { message, reaction })
    return message
  }

  async view(convo) {
    const members = await Promise.all(convo.members.map((did) => this.profileOf(did)))
    const view = { id: convo.id, rev: String(this.revision), members, muted: false, unreadCount: 0, status: 'accepted' }
    return convo.messages.length > 0 ? { ...view, lastMessage: convo.messages.at(-1) } : view
  }
}

// Chat messages are read back newest first.
const methods = {
  getConvoForMembers: async (chats, did, { params }) => ({
    convo: await chats.view(chats.between([did, ...params.members])),
  }),
  getConvo: async (chats, did, { params }) => ({ convo: await chats.view(chats.of(params.convoId, did)) }),
  listConvos: async (chats, did) => {
    const mine = [...chats.convos.values()].filter((one) => one.members.includes(did))
    return { convos: await Promise.all(mine.map((one) => chats.view(one))) }
  },
  getMessages: (chats, did, { params }) => ({ messages: chats.of(params.convoId, did).messages.toReversed() }),
  getLog: (chats, did, { params }) => {
    const mine = chats.log.filter(
      ({ convo, entry }) => convo.members.includes(did) && (!params.cursor || entry.rev > params.cursor),
    )
    const logs = mine.slice(0, 100).map(({ entry }) => entry)
    return { logs, cursor: logs.at(-1)?.rev ?? params.cursor }
  },
  sendMessage: (chats, did, { input }) => chats.say(chats.of(input.body.convoId, did), did, input.body.message),
  addReaction: (chats, did, { input }) => ({ message: chats.react(chats.of(input.body.convoId, did), did, input.body) }),
  deleteMessageForSelf: (chats, did, { input }) => chats.remove(chats.of(input.body.convoId, did), input.body.messageId),
  updateRead: async (chats, did, { input }) => ({ convo: await chats.view(chats.of(input.body.convoId, did)) }),
}

export async function startChat(network) {
  const resolver = network.pds.ctx.idResolver.did
  const chats = new Chats(async (did) => {
    const handle = (await network.pds.ctx.accountManager.getAccount(did))?.handle
    return { did, handle: handle ?? 'handle.invalid' }
  })
  const auth = async ({ req }) => {
    const token = req.headers.authorization?.replace(/^Bearer /, '')
    if (!token) throw new AuthRequiredError()
    const method = req.originalUrl.split('?')[0].split('/').pop()
    const { iss } = await verifyJwt(token, kChat, method, (issuer, anew) => resolver.resolveAtprotoKey(issuer, anew))
    return { credentials: { did: iss } }
  }
  const server = createServer(schemas, { validateResponse: true })
  for (const [name, answer] of Object.entries(methods)) {
    server.method(`chat.bsky.convo.${name}`, {
      auth,
      handler: async (call) => ({
        encoding: 'application/json',
        body: await answer(chats, call.auth.credentials.did, call),
      }),
    })
  }
  const listener = express().use(server.router).listen(0)
  await new Promise((resolve) => listener.once('listening', resolve))
  const endpoint = `http://localhost:${String(listener.address().port)}`

  // The account server asks the directory who the chat service is; the public one is not to be had here.
  const resolve = resolver.resolve.bind(resolver)
  const service = { id: '#bsky_chat', type: 'BskyChatService', serviceEndpoint: endpoint }
  resolver.resolve = async (did, ...more) =>
    did === kChat ? { '@context': ['https://www.w3.org/ns/did/v1'], id: kChat, service: [service] } : resolve(did, ...more)
}
