import process from 'node:process'
import { ERRORS, isTillError, TillError } from '@onetill/core'
import { printable } from './output/printable.ts'

/** A mistake in how the command was called. `message` says what to do; it must be safe to print. */
export function usageError(message: string): TillError {
  return new TillError({ code: 'invalid_input', message })
}

/** A mistake in the configuration. `message` says what to do and holds no value of a secret. */
export function configError(message: string): TillError {
  return new TillError({ code: 'invalid_options', message })
}

/** An error of a record or command as one line for people; a `TillError` holds no secret. */
export function failureLine(error: TillError): string {
  const wait = error.retryAfterMs === null ? '' : ` Wait ${Math.ceil(error.retryAfterMs / 1000)} s.`
  const helps = error.operation !== null && error.code !== 'invalid_response' ? ` ${ERRORS[error.code].meaning}` : ''
  return printable(`${error.message}${helps === '' ? '' : `.${helps}`}${wait}`)
}

/** A system error's code such as `ENOENT`, or null. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(error.code) ? error.code : null
}

/** System codes people meet, in words. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  ENOSPC: 'no space left',
  EIO: 'the device failed',
}

/** A system error in words, its code behind them: `there is no such file (ENOENT)`. */
export function systemText(error: unknown): string {
  const code = systemCode(error)
  if (code === null) return 'unreadable'
  return Object.hasOwn(SYSTEM_WORDS, code) ? `${SYSTEM_WORDS[code]} (${code})` : code
}

/** An error nobody expected, without its message: that may hold anything. */
export function unexpectedLine(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error
  const code = systemCode(error)
  return printable(
    `unexpected ${name}${code === null ? '' : ` (${code})`}; set ONETILL_DEBUG=1 to see where, and report it`,
  )
}

/** Where an error came from, as frames only: a stack's first lines repeat the message, which may hold anything. */
export function stackFrames(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return [isTillError(error) ? `  ${error.code}` : `  ${process.version}`, ...frames].map(printable).join('\n')
}
