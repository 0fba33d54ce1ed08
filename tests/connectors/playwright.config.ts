// Inboxes of a real server beside the software of tests/peers, and tests of the peers that are our own. Run by `./test connectors`;
// by hand, after a build: `tools/with_peer.sh NAME web/node_modules/.bin/playwright test --config tests/connectors/playwright.config.ts NAME`.
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '..',
  testMatch: ['connectors/*.spec.ts', 'peers/*/*.spec.ts'],
  testIgnore: '**/node_modules/**',
  outputDir: fileURLToPath(new URL('../../build/connectors', import.meta.url)),
  reporter: 'list',
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
})
