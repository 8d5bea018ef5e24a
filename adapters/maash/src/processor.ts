import type { CryptoProcessor, Note, TokenOnChains } from '@onetill/core'
import { invalidResponse, isJsonObject, jsonPath } from '@onetill/core/adapter'
import type { NativeSession } from './schema.ts'

/** What a session may be paid with. What the payer chose is not in a read. */
export function toProcessor(data: NativeSession, notes: Note[]): CryptoProcessor {
  return {
    kind: 'crypto',
    accepted: toTokens(data.supported_tokens, 'supported_tokens', notes),
    refused: toTokens(data.unsupported_tokens, 'unsupported_tokens', notes),
    methods: toMethods(data.supported_methods, notes),
    selected: null,
  }
}

/**
 * `{tokens: {USDC: {chain: ['solana']}}}` → a list; keys are Maash's words, so they stay text and become no keys.
 * An object without `tokens` says nothing; anything else that is not as documented is refused with its path.
 */
function toTokens(value: unknown, field: string, notes: Note[]): readonly TokenOnChains[] | null {
  if (value === null || value === undefined) return null
  if (!isJsonObject(value)) throw invalidResponse(jsonPath(['data', field]), 'object')
  const tokens = value['tokens']
  if (tokens === null || tokens === undefined) {
    notes.push({ code: 'schema_drift', path: jsonPath(['data', field]) })
    return null
  }
  if (!isJsonObject(tokens)) throw invalidResponse(jsonPath(['data', field, 'tokens']), 'object')
  const list: TokenOnChains[] = []
  // Two lists side by side: asking an object for one name after another is slower.
  const entries = Object.values(tokens)
  for (const token of Object.keys(tokens)) {
    const entry = entries[list.length]
    if (!isJsonObject(entry)) throw invalidResponse(jsonPath(['data', field, 'tokens', token]), 'object')
    // The key is singular and holds a list.
    const chains = entry['chain']
    if (!Array.isArray(chains)) throw invalidResponse(jsonPath(['data', field, 'tokens', token, 'chain']), 'list')
    list.push({ token, chains: toTexts(chains, field, token) })
  }
  return list
}

function toTexts(values: readonly unknown[], field: string, token: string): readonly string[] {
  const texts: string[] = []
  for (const value of values) {
    if (typeof value !== 'string') {
      throw invalidResponse(jsonPath(['data', field, 'tokens', token, 'chain', texts.length]), 'text')
    }
    texts.push(value)
  }
  return texts
}

/** Flags by method. The names are not documented; what is no flag is left out with a note. */
function toMethods(value: unknown, notes: Note[]): CryptoProcessor['methods'] {
  if (value === null || value === undefined) return null
  if (!isJsonObject(value)) {
    notes.push({ code: 'schema_drift', path: 'data.supported_methods' })
    return null
  }
  const methods: Record<string, boolean> = {}
  let drift = false
  for (const method of Object.keys(value)) {
    const flag = value[method]
    // An assignment to `__proto__` makes no key.
    if (typeof flag === 'boolean' && method !== '__proto__') methods[method] = flag
    else drift = true
  }
  if (drift) notes.push({ code: 'schema_drift', path: 'data.supported_methods' })
  return methods
}
