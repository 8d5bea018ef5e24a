import process from 'node:process'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Opening, shot } from '../../packages/status-page/src/chromium.fixture.ts'
import { axe, OVERFLOWS } from '../../packages/status-page/src/looks.fixture.ts'
import { ENGINES } from '../store/engines.ts'

/** How somebody looks at the pages. */
export interface Way extends Opening {
  readonly name: string
  readonly width: number
  readonly scripts: boolean
  readonly language: 'en' | 'de' | 'es'
}

/** Three widths, both themes, with scripts and without: each pair of them once. */
export const WAYS: readonly Way[] = [
  { name: '1440-dark', width: 1440, dark: true, scripts: true, language: 'en' },
  { name: '320-light-no-scripts', width: 320, scripts: false, language: 'en' },
  { name: '320-dark', width: 320, dark: true, scripts: true, language: 'de' },
  { name: '768-light', width: 768, scripts: true, language: 'es' },
  { name: '768-dark-no-scripts', width: 768, dark: true, scripts: false, language: 'de' },
  { name: '1440-light-no-scripts', width: 1440, scripts: false, language: 'es' },
]

/** SQLite and one PostgreSQL server; `npm run check:deep` has every version of it. */
export const DATABASES = process.env['ONETILL_DEEP'] === '1' ? ENGINES : ENGINES.slice(0, 2)

/** Every database in every way. */
export const EVERY_WAY = DATABASES.flatMap((engine) =>
  WAYS.map((way) => ({ name: `${engine.name}, ${way.name}`, engine, way })),
)

/** Nothing runs over, axe finds nothing, nothing happened that must not; and takes a picture. */
export async function isWellMade(page: Page, bad: readonly string[], { scripts, name }: Way, what: string) {
  await shot(page, `journey-${what}-${name}`)
  expect(await page.evaluate(OVERFLOWS), what).toEqual([])
  if (scripts) expect(await axe(page), what).toEqual([])
  expect(bad, what).toEqual([])
}
