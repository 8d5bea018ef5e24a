import { spawn } from 'node:child_process'
import process from 'node:process'
import type { CliContext } from '../context.ts'

/** What opens an address on each system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
  linux: ['xdg-open'],
}

/** Variables of a session on another machine, or of no person at all. */
const ELSEWHERE = ['CI', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'] as const
const DISPLAYS = ['DISPLAY', 'WAYLAND_DISPLAY'] as const

/** Whether somebody sits at a desktop before this terminal. `BROWSER=none` says no. */
export function isDesktop(
  { env, terminal }: Pick<CliContext, 'env' | 'terminal'>,
  platform = process.platform,
): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== ''
  if (!terminal.live || env['BROWSER'] === 'none' || ELSEWHERE.some(isSet)) return false
  if (platform === 'linux') return DISPLAYS.some(isSet)
  return platform === 'darwin' || platform === 'win32'
}

/** Opens an address in the person's browser; where that does not work, the address stands in the terminal. */
export function openBrowser(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? []
  if (command === undefined) return
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
