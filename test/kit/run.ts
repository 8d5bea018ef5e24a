import { execFile } from 'node:child_process'
import process from 'node:process'

/** What a command said. */
export interface Said {
  readonly code: number
  /** stdout, then stderr. */
  readonly output: string
}

/** Runs a program in a folder outside the workspace, as a user would; it never throws for an exit code. */
export function runIn(folder: string, command: string, args: readonly string[]): Promise<Said> {
  // Neither what the tests' own runner sets nor what an outer npm does.
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_OPTIONS|VITEST|NODE_ENV|TEST|ONETILL)/.test(name),
  )
  const env = { ...Object.fromEntries(kept), CI: '1', NO_COLOR: '1' }
  const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024, timeout: 300_000 }
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      { ...options, shell: process.platform === 'win32' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ code, output: stdout + stderr })
      },
    )
    child.stdin?.end()
  })
}
