// The whole product in Chromium: the real server, one for each worker, its own folder and a port that the kernel chose.
// Run by `./test e2e`; by hand, after a build: `npx playwright test` in this folder.
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const build = fileURLToPath(new URL('../../build/', import.meta.url))

export default defineConfig({
  testDir: '.',
  outputDir: `${build}e2e`,
  reporter: 'list',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // On a machine that others share a second look tells what is wrong from what was late; the list says which ones needed it.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['HEED_CHROMIUM'] ?? '/usr/bin/chromium',
      // Chromium's sandbox refuses to be set up by root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
