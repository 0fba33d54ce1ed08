// What all the builds share. Each app is built alone, so that no app carries another's code.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'
import { icu } from './icu.ts'

export const web = fileURLToPath(new URL('..', import.meta.url))
export const outDir = process.env['HEED_WEB_OUT'] ?? `${web}../build/web_assets/dist`

export const base = {
  plugins: [icu(), vue()],
  resolve: { alias: { '@heed': `${web}packages` } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    target: 'es2022',
    outDir,
    emptyOutDir: false,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
} satisfies UserConfig
