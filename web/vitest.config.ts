import { defineConfig } from 'vitest/config'
import { base } from './tools/vite_base.ts'

export default defineConfig({
  plugins: base.plugins,
  resolve: base.resolve,
  test: { include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'tools/**/*.test.ts'], environment: 'jsdom' },
})
