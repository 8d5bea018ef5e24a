import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { packageFolders } from '../scripts/workspace.mjs'
import { type Manifest, publishedPackages, ROOT, readManifest } from './packages.ts'

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

const workspace = z
  .looseObject({
    catalog: z.record(z.string(), z.string()),
    minimumReleaseAge: z.number(),
    strictDepBuilds: z.boolean(),
  })
  .parse(parse(text('pnpm-workspace.yaml')))

const published = publishedPackages()
const all = [...published.map(({ folder }) => folder), 'docs', 'test', '.'].map((folder) => ({
  folder,
  manifest: readManifest(folder),
}))

const dependencies = (manifest: Manifest): readonly (readonly [string, string])[] =>
  [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap(Object.entries)

describe.for(all)('$folder', ({ manifest }) => {
  test('is ESM for Node 20.19 and newer', () => {
    expect(manifest.type).toBe('module')
    expect(manifest.engines).toEqual({ node: '>=20.19' })
  })

  test('takes every version from the catalog or the workspace', () => {
    for (const [name, version] of dependencies(manifest)) {
      expect(version, name).toBe(name.startsWith('@onetill/') ? 'workspace:*' : 'catalog:')
      if (version === 'catalog:') expect(Object.keys(workspace.catalog)).toContain(name)
    }
  })

  test('runs nothing when it is installed', () => {
    const lifecycle = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'dependencies']
    expect(Object.keys(manifest.scripts).filter((name) => lifecycle.includes(name))).toEqual([])
  })
})

describe.for(published)('$folder, published', ({ manifest }) => {
  test('says MIT, no side effects and a scoped name', () => {
    expect(manifest).toMatchObject({ license: 'MIT', sideEffects: false })
    expect(manifest.name).toMatch(/^@onetill\/[a-z-]+$/)
  })

  test('has the same entry points at home and published, types first, and only at home the source condition', () => {
    const home = manifest.exports ?? {}
    const outside = manifest.publishConfig?.exports ?? {}
    expect(Object.keys(outside)).toEqual(Object.keys(home))
    expect(JSON.stringify(outside)).not.toContain('@onetill/source')
    for (const [entry, target] of Object.entries(outside)) {
      if (typeof target === 'string') expect(home[entry]).toBe(target)
      else expect(Object.keys(z.record(z.string(), z.unknown()).parse(target))[0]).toBe('types')
      if (typeof target !== 'string')
        expect(home[entry]).toEqual({ '@onetill/source': expect.stringMatching(/^\.\/src\//), ...Object(target) })
    }
  })
})

test('every version of the catalog is used, and is one exact version', () => {
  const used = new Set(all.flatMap(({ manifest }) => dependencies(manifest).map(([name]) => name)))
  expect(Object.keys(workspace.catalog).filter((name) => !used.has(name))).toEqual([])
  for (const version of Object.values(workspace.catalog))
    expect(version).toMatch(/^(?:npm:[a-z]+@)?\d+\.\d+\.\d+(?:-(?:beta|r)\.\d+)?$/)
})

test('versions are three days old before they are installed, and no install script runs unnamed', () => {
  expect(workspace).toMatchObject({ minimumReleaseAge: 4320, strictDepBuilds: true })
})

test('npm and pnpm let our scripts run: packageManager is exact, without devEngines, and the installer uses the same pnpm', () => {
  const root = z.looseObject({ packageManager: z.string() }).parse(readManifest('.'))
  expect(root.packageManager).toBe('pnpm@10.34.9')
  expect(root).not.toHaveProperty('devEngines')
  expect(text('scripts/install.mjs')).toContain(`'${root.packageManager}'`)
})

test('the installer, which has no YAML reader, sees the same packages', () => {
  expect(packageFolders()).toEqual([...published.map(({ folder }) => folder), 'docs', 'test'].sort())
})

test('the lockfile names no host', () => {
  expect(text('pnpm-lock.yaml')).not.toMatch(/https?:|tarball:|git\+/)
})
