// The browser of the system, which Debian's package installs.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type Browser, chromium, type Page } from 'playwright-core'
import { NOW } from './board.fixture.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const find = (): string | null => PLACES.find((path) => existsSync(path)) ?? null

/** Path of the browser; installs it where that is possible without asking. Null: there is none. */
function chromiumPath(): string | null {
  const there = find()
  if (there !== null || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return there
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  spawnSync('apt-get', ['update', '-qq'], options)
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], options)
  return find()
}

/** Where the browser is; where there is none the tests that need it are skipped, but for a machine that builds. */
export const CHROMIUM = chromiumPath()
if (CHROMIUM === null) {
  if (process.env['CI'] !== undefined) throw new Error('no chromium, and it could not be installed')
  process.stderr.write('onetill: no chromium on this machine; the tests in a browser are skipped\n')
}

/** Starts the browser. */
export const launched = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  })

/** How a page is opened. */
export interface Opening {
  readonly width?: number
  readonly dark?: boolean
  readonly scripts?: boolean
  readonly timeZone?: string
  /** What the system asks for on top. */
  readonly wants?: 'more-contrast' | 'forced-colors' | 'motion'
}

/** A page that writes down what must not happen: errors, refused loads, requests to elsewhere, dialogs. */
export async function opened(
  browser: Browser,
  { width = 1280, dark = false, scripts = true, timeZone = 'Europe/Berlin', wants }: Opening = {},
): Promise<{ readonly page: Page; readonly bad: string[] }> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: width < 600 ? 720 : 900 }, colorScheme: dark ? 'dark' : 'light' },
    ...{ javaScriptEnabled: scripts, timezoneId: timeZone, locale: 'en-GB' },
    ...{
      contrast: wants === 'more-contrast' ? 'more' : null,
      forcedColors: wants === 'forced-colors' ? 'active' : null,
    },
    reducedMotion: wants === 'motion' ? 'no-preference' : 'reduce',
  })
  const page = await context.newPage()
  if (scripts) await page.clock.setFixedTime(NOW)
  const bad: string[] = []
  page.on('pageerror', (error) => bad.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') bad.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => {
    bad.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!/^http:\/\/127\.0\.0\.1:/.test(request.url())) bad.push(`request: ${request.url()}`)
  })
  return { page, bad }
}

const SHOTS = join(import.meta.dirname, '..', '..', '..', 'test', 'output', 'status-page')

/** Takes a picture into the folder that is not kept. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true, animations: 'disabled' })
}
