// Builds every app into HEED_WEB_OUT (default: ../build/web_assets/dist). Vite's manifests go beside that folder, because
// everything inside it is embedded into the server; tools/size.mjs reads them.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'
import { build } from 'vite'

const web = fileURLToPath(new URL('..', import.meta.url))
const out = resolve(process.env.HEED_WEB_OUT ?? `${web}../build/web_assets/dist`)
process.env.HEED_WEB_OUT = out
const manifests = resolve(out, '../manifests')

rmSync(out, { recursive: true, force: true })
rmSync(manifests, { recursive: true, force: true })
mkdirSync(manifests, { recursive: true })

for (const app of ['workspace', 'widget', 'visit', 'loader', 'push']) {
  await build({ configFile: `${web}apps/${app}/vite.config.ts`, logLevel: 'warn' })
  const manifest = `${out}/.vite/manifest.json`
  if (existsSync(manifest)) renameSync(manifest, `${manifests}/${app}.json`)
}
rmSync(`${out}/.vite`, { recursive: true, force: true })
console.log(`web: built into ${out}`)
