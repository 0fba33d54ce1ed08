import { defineConfig } from 'vite'
import { base, web } from '../../tools/vite_base.ts'

// chat.js runs on other people's pages: one classic script, older browsers, a name that never changes.
export default defineConfig({
  ...base,
  root: `${web}apps/loader`,
  publicDir: false,
  build: {
    ...base.build,
    target: 'es2019',
    manifest: false,
    lib: { entry: `${web}apps/loader/src/loader.ts`, formats: ['iife'], name: 'heedLoader', fileName: () => 'chat.js' },
  },
})
