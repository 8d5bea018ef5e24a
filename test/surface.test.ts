import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { publishedPackages, ROOT } from './packages.ts'
import { exportedNames, workspaceOptions } from './surface/exports.ts'

const sourceEntry = z.looseObject({ '@onetill/source': z.string() })

const entries = publishedPackages().flatMap(({ folder, manifest }) =>
  Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const parsed = sourceEntry.safeParse(target)
    if (!parsed.success) return []
    return [{ name: manifest.name + subpath.slice(1), file: join(ROOT, folder, parsed.data['@onetill/source']) }]
  }),
)

// A change here is a change of what users may import: `npx vitest run test/surface.test.ts -u`, and say so in the commit.
test('the exported names of every entry point are the recorded ones', async () => {
  for (const { name, file } of entries) expect(existsSync(file), `${name}: ${file}`).toBe(true)
  const program = ts.createProgram({ rootNames: entries.map(({ file }) => file), options: workspaceOptions(ROOT) })
  const surface = entries.map(({ name, file }) => [
    name,
    ...exportedNames(program, file).map((line) => `  ${line}`),
    '',
  ])
  expect(surface.flat().filter((line) => line.includes('unresolved'))).toEqual([])
  await expect(surface.flat().join('\n')).toMatchFileSnapshot('surface/exports.txt')
})

test('values, types and names that lead nowhere are told apart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'surface-'))
  try {
    writeFileSync(
      join(folder, 'b.ts'),
      'export const v = 1; export type t = 1; export class c {}; export const vt = 1; export type vt = 1',
    )
    writeFileSync(
      join(folder, 'a.ts'),
      `export { v, vt } from './b.ts'; export type { t, c } from './b.ts'; export { gone } from './b.ts'`,
    )
    const file = join(folder, 'a.ts')
    const program = ts.createProgram({ rootNames: [file], options: { ...workspaceOptions(ROOT), types: [] } })
    expect(exportedNames(program, file)).toEqual([
      'type       c',
      'unresolved gone',
      'type       t',
      'value      v',
      'value+type vt',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
