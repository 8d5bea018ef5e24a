// What an install of each package brings along, from the tarballs and with no install script run.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { publishedPackages } from '../packages.ts'
import { ALLOWED_LICENCES, SCRIPTS } from './allowed.ts'
import { installWithNpm, openProject, type Project } from './project.ts'

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      license: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      peer: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
})
type Entry = z.infer<typeof lockfile>['packages'][string]

const names = publishedPackages().map(({ manifest }) => manifest.name)
const adapters = publishedPackages().flatMap(({ folder, manifest }) =>
  folder.startsWith('adapters/') ? [manifest.name] : [],
)

describe.for(names)('%s alone', (name) => {
  let project: Project
  let tree: readonly (readonly [string, Entry])[] = []
  beforeAll(async () => {
    project = openProject({ packages: [name] })
    await installWithNpm(project)
    const { packages } = lockfile.parse(JSON.parse(readFileSync(join(project.folder, 'package-lock.json'), 'utf8')))
    tree = Object.entries(packages)
      .filter(([path]) => path !== '')
      .map(([path, entry]) => [path.replace(/^.*node_modules\//, ''), entry] as const)
  }, 300_000)
  afterAll(() => project?.remove())

  test('loads', async () => {
    const { code, stdout, stderr } = await project.run(process.execPath, [
      '--input-type=module',
      '--eval',
      `console.log(Object.keys(await import('${name}')).length > 0)`,
    ])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true\n', stderr: '' })
  })

  test('brings only what it needs', () => {
    const brought = tree.map(([path]) => path).filter((path) => path !== name)
    if (name === '@onetill/core') expect(brought.sort()).toEqual(['ky', 'zod'])
    else if (adapters.includes(name)) expect(brought.sort()).toEqual(['@onetill/core', 'ky', 'zod'])
    // A test runner is for those who call the conformance suites.
    else expect(brought).not.toContain('vitest')
    // One version of everything of ours.
    expect(brought.filter((path) => path.startsWith('@onetill/')).length).toBe(
      new Set(brought.filter((path) => path.startsWith('@onetill/'))).size,
    )
  })

  test('has no install script but those that are not needed', () => {
    const scripted = tree.flatMap(([path, { hasInstallScript }]) => (hasInstallScript === true ? [path] : []))
    expect(scripted.filter((path) => !(path in SCRIPTS))).toEqual([])
    if (name === '@onetill/core' || adapters.includes(name)) expect(scripted).toEqual([])
  })

  test('has licences that allow every use', () => {
    const others = tree.filter(([path]) => !path.startsWith('@onetill/'))
    expect(others.filter(([, { license }]) => !ALLOWED_LICENCES.includes(license ?? ''))).toEqual([])
    expect(tree.filter(([path, { license }]) => path.startsWith('@onetill/') && license !== 'MIT')).toEqual([])
  })
})
