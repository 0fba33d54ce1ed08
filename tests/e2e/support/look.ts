// Every screen in four looks: its accessibility checked, its picture kept in build/screens.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Frame, type Page } from '@playwright/test'
import { faultsIn } from './axe'

const folder = fileURLToPath(new URL('../../../build/screens/', import.meta.url))
export const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const schemes = ['light', 'dark'] as const

interface Looks {
  frame?: Frame // The part under test, when it is a frame of the page.
  picture?: boolean
  sizes?: (keyof typeof sizes)[]
  settle?: () => Promise<unknown> // After a change of size.
}

export async function look(page: Page, name: string, looks: Looks = {}): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const size of looks.sizes ?? (['desk', 'phone'] as const)) {
    await page.setViewportSize(sizes[size])
    await looks.settle?.()
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await drawn(looks.frame ?? page)
      expect.soft(await faultsIn(looks.frame ?? page), `${name}, ${size}, ${colorScheme}`).toEqual([])
      expect.soft(await overflow(looks.frame ?? page), `${name}, ${size}: nothing is wider than the screen`).toBe(0)
      if (looks.picture !== false) await page.screenshot({ path: `${folder}${name}-${size}-${colorScheme}.png` })
    }
  }
}

// Colours change at the next frame, or where a style fades them, some frames later.
function drawn(where: Page | Frame): Promise<unknown> {
  return where.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))
    const fades = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(fades.map((fade) => fade.finished))
  })
}

// By how much the page could be scrolled sideways.
function overflow(where: Page | Frame): Promise<number> {
  return where.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
