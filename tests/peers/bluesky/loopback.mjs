// Loaded before a server that others wrote: whatever it listens on, it listens on loopback only.
import dns from 'node:dns'
import net from 'node:net'

dns.setDefaultResultOrder('ipv4first')

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...given) {
  const done = given.find((one) => typeof one === 'function')
  const [first] = given
  if (first !== null && typeof first === 'object') {
    const options = first.path || first.fd !== undefined ? first : { ...first, host: '127.0.0.1' }
    return listen.call(this, options, done)
  }
  const isPath = typeof first === 'string' && !/^\d+$/.test(first)
  return listen.call(
    this,
    isPath ? { path: first } : { port: Number(typeof first === 'function' ? 0 : (first ?? 0)), host: '127.0.0.1' },
    done,
  )
}
