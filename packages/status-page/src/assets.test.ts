import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { generate } from '../browser/build.mjs'
import { ASSETS } from './assets.generated.ts'

const FOLDER = join(import.meta.dirname, '..', 'browser')

test('the generated file is what its sources make; node packages/status-page/browser/build.mjs renews it', async () => {
  expect(readFileSync(join(import.meta.dirname, 'assets.generated.ts'), 'utf8')).toBe(await generate())
})

test('scripts are at most 30 kB, styles at most 12 kB, gzip', () => {
  const bytes = (names: readonly (keyof typeof ASSETS)[]) =>
    names.reduce((sum, name) => sum + gzipSync(ASSETS[name].text).length, 0)
  expect(bytes(['board.js', 'payer.js'])).toBeLessThan(30_000)
  expect(bytes(['page.css'])).toBeLessThan(12_000)
})

test('no script and no style names another place', () => {
  for (const { text } of Object.values(ASSETS)) {
    const own = text.replace('xmlns="http://www.w3.org/2000/svg"', '')
    expect(own).not.toMatch(/https?:|\/\/[a-z]+\.[a-z]+|@import|eval\(|innerHTML *=[^=]/)
  }
})

test('the scripts keep their types, with those of a browser', () => {
  const { config } = ts.readConfigFile(join(FOLDER, 'tsconfig.json'), ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, FOLDER)
  expect(fileNames.length).toBeGreaterThan(5)
  const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options))
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([])
})
