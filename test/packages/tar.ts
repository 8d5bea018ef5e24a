import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const BLOCK = 512

/** The files of a package's tarball by their path in the package; ustar, as npm and pnpm write it. */
export function readTarball(file: string): ReadonlyMap<string, string> {
  const bytes = gunzipSync(readFileSync(file))
  const files = new Map<string, string>()
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const field = (from: number, to: number) => bytes.toString('utf8', at + from, at + to).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 136).trim() || '0', 8)
    const name = [field(345, 500), field(0, 100)].filter(Boolean).join('/')
    const isFile = ['0', ''].includes(field(156, 157))
    const start = at + BLOCK
    if (isFile && name !== '') files.set(name.replace(/^package\//, ''), bytes.toString('utf8', start, start + size))
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}
