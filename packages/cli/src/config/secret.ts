import { readFileSync, statSync } from 'node:fs'
import process from 'node:process'
import { configError, systemText } from '../failure.ts'
import { printable } from '../output/printable.ts'

/** Where a configuration may take a secret from. */
export interface SecretSource {
  readonly kind: 'env' | 'file' | 'literal'
  readonly value: string
}

/** What is needed to read it. */
export interface SecretContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where it stands, for messages: `accounts[0]`. */
  readonly place: string
  readonly report: (line: string) => void
}

/** Reads a secret; no message holds a character of it. @throws invalid_options */
export function readSecret({ kind, value }: SecretSource, { env, place, report }: SecretContext): string {
  if (kind === 'literal') return value
  if (kind === 'file') {
    warnIfOpen(value, report)
    return readText(value).replace(/\r?\n$/, '')
  }
  const found = env[value] ?? ''
  if (found === '') throw configError(`${place}: the environment variable ${printable(value)} is not set`)
  return found
}

/** Text of a configuration file. @throws invalid_options */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw configError(`cannot read ${printable(path)}: ${systemText(error)}`)
  }
}

/** A file with a secret is for its owner only. Windows has no such mode bits. */
export function warnIfOpen(path: string, report: (line: string) => void): void {
  if (process.platform === 'win32') return
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0
  if ((mode & 0o077) !== 0) {
    report(`warning: ${printable(path)} holds a secret and others can read it; run: chmod 600 ${printable(path)}`)
  }
}
