import { setTimeout } from 'node:timers/promises'
import { isTillError, TillError } from '@onetill/core'

/** Codes of PostgreSQL after which the same transaction may simply be tried again: deadlock, serialization. */
const AGAIN: ReadonlySet<string> = new Set(['40P01', '40001'])
const TRIES = 8
/** Those who waited for each other do not begin again at the same time. */
const FIRST_PAUSE_MS = 5

/** Ends a transaction that has to begin again, as the database itself would. */
export const beginAgain = (reason: string): Error => Object.assign(new Error(reason), { code: '40001' })

/** Runs a piece of work on the database; its errors are the store's. @throws store_unavailable with the cause's code */
export async function onDatabase<T>(operation: string, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (isTillError(error)) throw error
      const { code } = causeOf(error)
      if (code !== null && AGAIN.has(code) && tries < TRIES) {
        await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** tries)
        continue
      }
      throw storeError(operation, error)
    }
  }
}

/** What is thrown for an error of the database; what was thrown by us stays as it is. */
export function storeError(operation: string, error: unknown): TillError {
  if (isTillError(error)) return error
  const { name, code } = causeOf(error)
  return new TillError({
    code: 'store_unavailable',
    message: `${operation} failed${code === null ? '' : ` (${code})`}`,
    operation,
    cause: { name, code },
  })
}

/** SQLite says more in `errcode`, PostgreSQL and the system in `code`. */
function causeOf(error: unknown): { readonly name: string; readonly code: string | null } {
  if (!(error instanceof Error)) return { name: 'Error', code: null }
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  const number = typeof errcode === 'number' ? `SQLITE_${errcode}` : null
  return { name: error.name, code: typeof code === 'string' && code !== 'ERR_SQLITE_ERROR' ? code : number }
}
