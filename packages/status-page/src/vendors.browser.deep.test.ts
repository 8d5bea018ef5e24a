import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { filled } from './board.fixture.ts'
import { CHROMIUM, launched, type Opening, opened } from './chromium.fixture.ts'
import { dayOfHealth, reportAt } from './health.fixture.ts'
import { served } from './server.fixture.ts'

let browser: Browser
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await launched()
})
afterAll(() => browser?.close())

/** The page of vendors after a day, whose reports can be made those of another minute. */
async function started(opening: Opening = {}) {
  const store = await filled()
  const day = dayOfHealth(200)
  let asIf: number | null = null
  const health = async () => (asIf === null ? day.options.health() : reportAt(asIf))
  const now = () => new Date(day.options.now().getTime() + (asIf === null ? 0 : 2_000))
  const server = await served({ store, ...day.options, now, health })
  const { page, bad } = await opened(browser, opening)
  onTestFinished(async () => {
    await page.context().close()
    await server.close()
    await store.close()
  })
  await day.play(() => fetch(`${server.url}/api/v1/vendors`))
  await page.goto(`${server.url}/vendors`)
  const become = (minutes: number) => {
    asIf = minutes
  }
  return { page, bad, server, become }
}

/** What is said of the chosen hour of a vendor. */
const said = (page: Page, vendor: number) =>
  page.locator('.vendor').nth(vendor).locator('input:checked ~ .said').textContent()

describe.skipIf(CHROMIUM === null)('the strip of hours', () => {
  test.for([true, false])('is one stop of the tab key, and arrow keys go through it; scripts: %s', async (scripts) => {
    const { page, bad } = await started({ scripts })
    await page.locator('.vendor').nth(2).locator('input:checked').focus()
    expect(await said(page, 2)).toMatch(/^11:00 – 12:00 Down down \d+ min/)
    await page.keyboard.press('ArrowLeft')
    expect(await said(page, 2)).toMatch(/^10:00 – 11:00 Operational operational 1 h/)
    for (let hour = 0; hour < 9; hour++) await page.keyboard.press('ArrowLeft')
    expect(await said(page, 2)).toBe('01:00 – 02:00 Not watched')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.tagName + document.activeElement.textContent')).toBe(
      'SUMMARYAs a table',
    )
    await page.keyboard.press('Enter')
    const table = page.locator('.vendor').nth(2).getByRole('table')
    expect(await table.getByRole('row').count()).toBe(25)
    expect(bad).toEqual([])
  })

  test('the page asks again by itself, keeps the chosen hour, says when it is behind and when it is paused', async () => {
    const { page, server, become } = await started()
    const badge = page.locator('[data-live]')
    expect(await badge.getAttribute('data-state')).toBe('live')
    await page.locator('.vendor').nth(2).locator('input:checked').focus()
    await page.keyboard.press('ArrowLeft')
    const chosen = await said(page, 2)
    // Two seconds on, the second answers quickly again.
    become(150)
    await page.getByText('Looks operational since').first().waitFor({ timeout: 15_000 })
    expect(await said(page, 2)).toBe(chosen)
    await page.getByRole('button', { name: 'Pause' }).click()
    expect(await badge.textContent()).toContain('Paused')
    await page.getByRole('button', { name: 'Go on' }).click()
    await server.close()
    await page.getByText('Behind, trying again').waitFor({ timeout: 15_000 })
  })
})
