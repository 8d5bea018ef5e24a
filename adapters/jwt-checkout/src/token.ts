import { isTillError, TillError } from '@onetill/core'
import { checkCredential } from '@onetill/core/adapter'
import { provider } from './provider.ts'

/** Why a token is asked for. */
export interface TokenRequest {
  /** True after the provider refused the token before: a new one is needed. */
  readonly refresh: boolean
}

/** Supplies a bearer token for each request, e.g. a JWT, which lives one hour. */
export type TokenSupplier = (reason: TokenRequest) => string | Promise<string>

/** The tokens of one call. Both throw `invalid_options` for a text that cannot stand in a header, `authentication` for a supplier that fails. */
export interface CallTokens {
  readonly first: () => Promise<string>
  /** After a refusal; calls that began before the last refresh share its token. Null: there is no other. */
  readonly renewed: (() => Promise<string>) | null
}

/** A token as text, checked now, or from a supplier, checked each time. @throws invalid_options */
export function tokenSource(token: string | TokenSupplier, account: string): () => CallTokens {
  if (typeof token === 'string') {
    const checked = checkCredential(token, 'token')
    return () => ({ first: async () => checked, renewed: null })
  }
  const ask = async (reason: TokenRequest): Promise<string> => {
    try {
      return checkCredential(await token(reason), 'token')
    } catch (error) {
      throw named(error, account)
    }
  }
  let refreshes = 0
  let latest: Promise<string> | null = null
  return () => {
    const before = refreshes
    return {
      first: () => ask({ refresh: false }),
      renewed: () => {
        if (latest === null || refreshes === before) {
          refreshes++
          latest = ask({ refresh: true })
        }
        return latest
      },
    }
  }
}

/** The text of a foreign error is left out: it may hold a credential. */
const FAILED = { code: 'authentication', message: 'the token supplier failed', issues: [] } as const

function named(error: unknown, account: string): TillError {
  if (isTillError(error) && error.provider !== null) return error
  const { code, message, issues } = isTillError(error) ? error : FAILED
  return new TillError({ code, message: `${provider.id}: ${message}`, provider: provider.id, account, issues })
}
