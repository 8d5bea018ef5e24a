// Takes the pictures of the README from the demo, as it is now, into docs/pictures. Needs chromium, as the tests do.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { root } from './workspace.mjs'

const { chromium } = createRequire(join(root, 'packages/status-page/package.json'))('playwright-core')
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FOLDER = join(root, 'docs/pictures')
const MOST_BYTES = 150_000
/** By then refunds wait and fail, one chain has not decided, and one payer can still pay. */
const SESSIONS = 17

await build()
const folder = mkdtempSync(join(tmpdir(), 'onetill-pictures-'))
const onetill = join(root, 'packages/cli/bin/onetill.js')
const demo = spawn(process.execPath, [onetill, 'demo', '--port', '0', '--interval', '500'], {
  cwd: folder,
  env: { PATH: process.env.PATH, HOME: folder },
  stdio: ['ignore', 'ignore', 'pipe'],
})
const browser = await chromium.launch({
  executablePath: PLACES.find((path) => existsSync(path)),
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
})
try {
  mkdirSync(FOLDER, { recursive: true })
  const url = await new Promise((resolve, reject) => {
    let text = ''
    demo.stderr.on('data', (chunk) => {
      text += chunk
      const found = /on (http:\S+)/.exec(text)
      if (found) resolve(found[1])
    })
    demo.on('exit', () => reject(new Error(text)))
  })
  await takeBoard(url)
  await takePayer(url)
} finally {
  await browser.close()
  demo.kill()
  rmSync(folder, { recursive: true, force: true })
}

async function takeBoard(url) {
  const page = await opened(1280, 1120)
  await page.goto(url)
  await page.waitForFunction((count) => document.querySelectorAll('tr[data-key]').length >= count, SESSIONS)
  await page.locator('tr .status', { hasText: 'Reversed' }).first().waitFor()
  await save(page, 'board.webp')
}

async function takePayer(url) {
  const page = await opened(480, 660)
  await page.goto(`${url}/?status=open&provider=maash`)
  await page.locator('a.row-link').first().click()
  await page.getByRole('button', { name: 'Open the payer’s page' }).click()
  await page.getByText('This page updates itself.').waitFor()
  await save(page, 'payer.webp')
}

async function opened(width, height) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  return context.newPage()
}

async function save(page, name) {
  const path = join(FOLDER, name)
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 90 })
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length > MOST_BYTES) throw new Error(`${name} has ${bytes.length} bytes, more than ${MOST_BYTES}`)
  writeFileSync(path, bytes)
  process.stderr.write(`docs/pictures/${name}: ${bytes.length} bytes\n`)
}
