// Checks the colours of packages/tokens/tokens.css: every ink on every paper it is used on, light and dark, by WCAG 2.
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../packages/tokens/tokens.css', import.meta.url), 'utf8')
const tokens = new Map()
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)) {
  tokens.set(name, { light, dark })
}

const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function ratio(a, b) {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const text = {
  surface:
    'ink ink-2 ink-3 accent clock-calm clock-soon clock-now clock-late clock-met clock-paused feel-worst feel-bad feel-even feel-good feel-best',
  canvas: 'ink ink-2 ink-3 accent clock-late clock-met',
  raised: 'ink ink-2 ink-3 accent clock-late clock-met',
  sunken: 'ink ink-2',
  selected: 'ink ink-2 ink-3 accent clock-soon clock-now clock-late',
  'accent-soft': 'accent ink',
  accent: 'on-accent',
  'clock-soon-bg': 'clock-soon ink',
  'clock-now-bg': 'clock-now ink',
  'clock-late-bg': 'clock-late ink',
  'clock-met-bg': 'clock-met ink',
  note: 'note-ink ink ink-2',
  'bubble-in': 'ink ink-2',
  'bubble-out': 'ink ink-2',
}
const controls = { surface: 'focus line-strong', raised: 'focus line-strong', canvas: 'focus' }

let failed = 0
function check(pairs, least) {
  for (const [paper, inks] of Object.entries(pairs)) {
    for (const ink of inks.split(' ')) {
      for (const theme of ['light', 'dark']) {
        const value = ratio(tokens.get(ink)[theme], tokens.get(paper)[theme])
        if (value >= least) continue
        failed += 1
        console.error(`${ink} on ${paper}, ${theme}: ${value.toFixed(2)} is less than ${least}`)
      }
    }
  }
}
check(text, 4.5)
check(controls, 3)
if (failed > 0) process.exit(1)
console.log(`contrast: ${tokens.size} colours, every pair holds`)
