// The byte budgets. Reads the manifests that tools/build.mjs leaves beside the built files, walks the static imports of each
// entry and route, and fails when one is over its budget. Sizes are gzip -9, as KB of 1,024 bytes.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const web = fileURLToPath(new URL('..', import.meta.url))
const out = resolve(process.env.HEED_WEB_OUT ?? `${web}../build/web_assets/dist`)
const manifests = resolve(out, '../manifests')
if (!existsSync(`${manifests}/workspace.json`)) {
  console.error(`Nothing is built in ${out}. Run npm run build first, or name the folder in HEED_WEB_OUT.`)
  process.exit(1)
}
const gzip = (file) => gzipSync(readFileSync(`${out}/${file}`), { level: 9 }).length
const read = (app) => JSON.parse(readFileSync(`${manifests}/${app}.json`, 'utf8'))

// Bytes of script and style that the given entries need before they can run, less what `loaded` already brought.
function weigh(manifest, entries, loaded = new Set()) {
  const seen = new Set(loaded)
  const styles = new Set()
  let js = 0
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    const chunk = manifest[key]
    js += gzip(chunk.file)
    for (const style of chunk.css ?? []) styles.add(style)
    for (const next of chunk.imports ?? []) visit(next)
  }
  entries.forEach(visit)
  return { js, css: [...styles].reduce((sum, file) => sum + gzip(file), 0), seen }
}

let failed = 0
function line(what, bytes, gateKb) {
  const over = gateKb !== undefined && bytes > gateKb * 1024
  if (over) failed += 1
  const gate = gateKb === undefined ? '' : `  of ${String(gateKb).padStart(4)} KB${over ? '  OVER' : ''}`
  console.log(`${what.padEnd(44)} ${(bytes / 1024).toFixed(2).padStart(8)} KB${gate}`)
}

const workspace = read('workspace')
const entry = weigh(workspace, ['index.html'])
const inbox = Object.keys(workspace).find((key) => /screens\/inbox\/InboxScreen\.vue$/.test(key))
const initial = weigh(workspace, inbox ? ['index.html', inbox] : ['index.html'])
line('workspace: initial JS (entry and inbox)', initial.js, 160)
line('workspace: initial CSS', initial.css, 20)
line('workspace: entry alone, JS', entry.js)

for (const [key, chunk] of Object.entries(workspace).sort(([a], [b]) => a.localeCompare(b))) {
  if (!chunk.isDynamicEntry || key === inbox) continue
  const language = /(\w+)\/locales\/([\w-]+)\.json$/.exec(key)
  const part = language && language[1] !== 'i18n' ? `, ${language[1]}` : ''
  if (language) line(`workspace: language ${language[2]}${part}`, gzip(chunk.file), 12)
  else line(`workspace: lazy ${key.replace(/^.*\//, '')}`, weigh(workspace, [key], initial.seen).js, 80)
}

const widget = weigh(read('widget'), ['widget.html'])
line('widget: panel JS', widget.js, 45)
line('widget: panel CSS', widget.css, 4)
if (existsSync(`${out}/chat.js`)) line('widget: loader chat.js', gzip('chat.js'), 2)
if (existsSync(`${out}/push.js`)) line('workspace: worker push.js', gzip('push.js'), 4)
const fonts = readdirSync(`${out}/assets`).filter((file) => file.endsWith('.woff2'))
for (const font of fonts) line(`font ${font}`, readFileSync(`${out}/assets/${font}`).length)

if (failed > 0) {
  console.error(`${failed} over budget`)
  process.exit(1)
}
