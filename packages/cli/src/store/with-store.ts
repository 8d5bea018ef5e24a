import { isTillError, TillError } from '@onetill/core'
import type { OpenOptions, Store } from '@onetill/store'
import type { StorePlace } from './place.ts'

/** Opens a store for as long as `use` takes. Its errors name it. @throws invalid_options, store_unavailable, store_version */
export async function withStore<Result>(
  { url, name }: StorePlace,
  use: (store: Store) => Promise<Result>,
  options: Omit<OpenOptions, 'url'> = {},
): Promise<Result> {
  // Loaded on demand: other commands need no database.
  const { openStore } = await import('@onetill/store')
  return named(name, async () => {
    const store = await openStore({ url, ...options })
    try {
      return await use(store)
    } finally {
      await store.close()
    }
  })
}

/** Runs what uses a store; an error of the store says which one. */
export async function named<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (!isTillError(error) || (error.code !== 'store_unavailable' && error.code !== 'store_version')) throw error
    const { code, operation, cause, message } = error
    throw new TillError({
      code,
      ...(operation === null ? {} : { operation }),
      message: `${name}: ${message}`,
      cause: causeOf(cause),
    })
  }
}

function causeOf(cause: unknown): { readonly name: string; readonly code: string | null } {
  const name = cause instanceof Error ? cause.name : 'Error'
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  return { name, code: typeof code === 'string' ? code : null }
}
