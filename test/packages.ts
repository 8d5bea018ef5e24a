import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const ROOT = join(import.meta.dirname, '..')

const names = z.record(z.string(), z.string()).default({})

const manifest = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  private: z.boolean().optional(),
  type: z.string().optional(),
  license: z.string().optional(),
  sideEffects: z.boolean().optional(),
  engines: names,
  scripts: names,
  dependencies: names,
  devDependencies: names,
  peerDependencies: names,
  optionalDependencies: names,
  exports: z.record(z.string(), z.unknown()).optional(),
  imports: z.record(z.string(), z.unknown()).optional(),
  publishConfig: z.looseObject({ exports: z.record(z.string(), z.unknown()).optional() }).optional(),
})

export type Manifest = z.infer<typeof manifest>
export type WorkspacePackage = { readonly folder: string; readonly manifest: Manifest }

export const readManifest = (folder: string): Manifest =>
  manifest.parse(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')))

/** Packages that are published: everything below `packages` and `adapters`. */
export const publishedPackages = (): readonly WorkspacePackage[] =>
  ['adapters', 'packages']
    .flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .sort()
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
