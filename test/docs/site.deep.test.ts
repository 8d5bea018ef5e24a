// The site, built without a network into a folder of its own.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../packages.ts'
import { DOCUMENTS } from './documents.ts'
import { brokenLinks, loadedFrom, pagesOf } from './site.ts'

const site = mkdtempSync(join(tmpdir(), 'site-'))
beforeAll(async () => {
  const vitepress = join(ROOT, 'docs', 'node_modules', 'vitepress', 'bin', 'vitepress.js')
  await promisify(execFile)(process.execPath, [vitepress, 'build', join(ROOT, 'docs'), '--outDir', site])
}, 600_000)
afterAll(() => rmSync(site, { recursive: true, force: true }))

test('has a page for each document', () => {
  const documents = DOCUMENTS.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md')
  const wanted = documents.map((file) => file.replace(/^docs\/(.*)\.md$/, '$1.html'))
  expect([...pagesOf(site)].sort()).toEqual([...wanted, '404.html'].sort())
})

test('has no link, picture, style or script that leads nowhere, and loads nothing from elsewhere', () => {
  expect(brokenLinks(site)).toEqual([])
  expect(loadedFrom(site)).toEqual([])
})

test('a broken link would be found', () => {
  const page = join(site, 'start.html')
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    `${text}<a class="x" href="/gone.html">x</a> <a href="#gone">y</a> <img src="https://example.com/z.png">`,
  )
  expect(brokenLinks(site)).toEqual(['start.html → /gone.html', 'start.html → #gone'])
  expect(loadedFrom(site)).toEqual(['start.html → https://example.com/z.png'])
  writeFileSync(page, text)
})
