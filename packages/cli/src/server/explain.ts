import { readJson } from '@onetill/core/adapter'
import type { StatusPageOptions } from '@onetill/status-page'
import { PROVIDERS } from '../adapters.ts'

/** Which row decided the status of what was seen, as far as the part of the answer that was kept says it. */
export const explainStatus: NonNullable<StatusPageOptions['explain']> = ({ identity, via, seen, native, asOf }) => {
  const mapper = PROVIDERS.get(identity.provider)?.mapper
  // A row of the user's own is not known here.
  if (mapper === undefined || native === null || (seen.kind === 'session' && seen.session.observed.overruled))
    return null
  try {
    const { account } = identity
    const context = { at: asOf, via, account, environment: 'unknown', expected: null, overrides: [] } as const
    const found = mapper.explain(readJson(native), context).find(({ field }) => field === 'status')
    return found === undefined || found.word === null
      ? null
      : { row: found.row, source: found.source, documented: found.documented }
  } catch {
    // What was kept is a part of the answer, which need not be one the adapter reads.
    return null
  }
}

/** Paths of a provider's answer that its adapter lets be kept. */
export const keptPaths: NonNullable<StatusPageOptions['keeps']> = (provider) =>
  PROVIDERS.get(provider)?.mapper.provider.keeps

/** Names of all providers for people, by id. */
export const PROVIDER_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  [...PROVIDERS].map(([id, { mapper }]) => [id, mapper.provider.name]),
)
