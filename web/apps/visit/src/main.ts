// The inbox key is the last part of the address: /visit/KEY. From here on it is what a company does on its own site, one
// line: <script src="/chat.js" data-key="KEY" async></script>.
import './visit.css'

const key = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '')
const address = '/chat.js'
const script = document.createElement('script')
script.async = true
script.dataset['key'] = key
// Where scripts may only come from a named policy (Trusted Types), ours knows the one address.
const types = (
  window as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } }
).trustedTypes
script.src = types?.createPolicy('heed', { createScriptURL: () => address }).createScriptURL(address) ?? address
document.body.append(script)
