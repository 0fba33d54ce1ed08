import { defineConfig } from 'vite'
import { base, web } from '../../tools/vite_base.ts'
import { pushWords } from './words.ts'

// push.js stays on devices and is started without any page: one classic script, a name that never changes.
export default defineConfig({
  ...base,
  root: `${web}apps/push`,
  publicDir: false,
  define: { PUSH_WORDS: JSON.stringify(pushWords()) },
  build: {
    ...base.build,
    manifest: false,
    lib: { entry: `${web}apps/push/src/push.ts`, formats: ['iife'], name: 'heedPush', fileName: () => 'push.js' },
  },
})
