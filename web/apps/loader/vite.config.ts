import { defineConfig } from 'vite'
import { base, web } from '../../tools/vite_base.ts'

// chat.js runs on other people's pages: one classic script, a language no newer than its style sheet needs anyway
// (adoptedStyleSheets), a name that never changes.
export default defineConfig({
  ...base,
  root: `${web}apps/loader`,
  publicDir: false,
  build: {
    ...base.build,
    target: 'es2021',
    manifest: false,
    lib: { entry: `${web}apps/loader/src/loader.ts`, formats: ['iife'], name: 'heedLoader', fileName: () => 'chat.js' },
  },
})
