import { defineConfig } from 'vite'
import { base, web } from '../../tools/vite_base.ts'

export default defineConfig({
  ...base,
  root: `${web}apps/visit`,
  publicDir: false,
  build: { ...base.build, rollupOptions: { input: `${web}apps/visit/visit.html` } },
})
