import { defineConfig } from 'vite'
import { base, web } from '../../tools/vite_base.ts'

export default defineConfig({
  ...base,
  root: `${web}apps/workspace`,
  publicDir: `${web}apps/workspace/public`,
  build: { ...base.build, rollupOptions: { input: `${web}apps/workspace/index.html` } },
  server: { proxy: { '/api': { target: process.env['HEED_SERVER'] ?? 'http://127.0.0.1:8080', ws: true } } },
})
