import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { outsideManifest } from '../../scripts/outside.mjs'
import { ROOT } from '../packages.ts'

/** Where `npm run pack` puts the tarballs. */
const TARBALLS = join(ROOT, 'test', 'output', 'tarballs')

/** Every packed package and its tarball. */
export function tarballs(): Readonly<Record<string, string>> {
  const files = readdirSync(TARBALLS).filter((file) => file.endsWith('.tgz'))
  const entries = files.map((file) => [file.replace(/^onetill-(.+)-\d.*$/, '@onetill/$1'), join(TARBALLS, file)])
  return Object.fromEntries(entries)
}

/** What a command said. It never throws for an exit code. */
interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own outside the workspace with packages installed from their tarballs, as a user has it. */
export interface Project {
  readonly folder: string
  readonly write: (name: string, text: string) => void
  /** Runs a program there; `npm` is the npm of this machine. */
  readonly run: (command: string, args: readonly string[]) => Promise<Said>
  readonly remove: () => void
}

/** What stands in the project's package.json. */
export interface ProjectOptions {
  /** Names of our packages. */
  readonly packages: readonly string[]
  /** Packages of others, with versions. @default none */
  readonly others?: Readonly<Record<string, string>>
}

/** Makes the folder; installs nothing. No package of ours can come from a registry. */
export function openProject({ packages, others = {} }: ProjectOptions): Project {
  const folder = mkdtempSync(join(tmpdir(), 'consumer-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('package.json', JSON.stringify(outsideManifest({ packages, files: tarballs(), others })))
  return {
    folder,
    write,
    run: (command, args) => runIn(folder, command, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Installs with npm, no script of any package allowed. */
export async function installWithNpm({ run }: Project): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const { code, stderr } = await run('npm', args)
  if (code !== 0) throw new Error(`npm install ended with ${code}: ${stderr.slice(0, 2_000)}`)
}

function runIn(folder: string, command: string, args: readonly string[]): Promise<Said> {
  // Neither the start options of the tests' own Node nor what an outer npm set for its scripts.
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|VITEST|NODE_ENV|TEST)/.test(name))
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      {
        cwd: folder,
        env: { ...Object.fromEntries(kept), CI: '1' },
        timeout: 900_000,
        maxBuffer: 64 * 1024 * 1024,
        shell: process.platform === 'win32',
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ code, stdout, stderr: stderr || (error?.message ?? '') })
      },
    )
    child.stdin?.end()
  })
}
