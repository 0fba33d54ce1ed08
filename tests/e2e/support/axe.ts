// axe-core in the page, every rule it has. Zero findings of any impact.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from '@playwright/test'
import type axe from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function faultsIn(where: Page | Frame): Promise<string[]> {
  if (!(await where.evaluate(() => 'axe' in window))) await where.evaluate(source)
  const results = await where.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { iframes: false, resultTypes: ['violations'] }),
  )
  return results.violations.map(
    ({ id, impact, nodes }) => `${id} (${String(impact)}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
}
