import type { ErrorCode } from '@onetill/core'

/** Exit codes of every command; help, README and tests print and check this table. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'done; also when the reader of the output closed it early' },
  unexpected: { code: 1, meaning: 'an unexpected error, or the output could not be written' },
  input: { code: 2, meaning: 'bad input, wrong usage or wrong configuration; good records are still printed' },
  provider: { code: 3, meaning: 'a provider or the network failed; sessions that were read are still printed' },
  store: { code: 4, meaning: 'the store could not be used, or something in it is damaged or differs' },
  interrupted: { code: 130, meaning: 'ended by SIGINT (Ctrl-C)' },
  terminated: { code: 143, meaning: 'ended by SIGTERM' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>

/** Error codes that speak of what was typed or configured. */
const OF_INPUT: ReadonlySet<ErrorCode> = new Set([
  'invalid_options',
  'invalid_input',
  'invalid_amount',
  'amount_precision',
  'currency_mismatch',
  'unknown_provider',
  'unsupported',
])

/** Error codes of the store; every further one speaks of the provider. */
const OF_STORE: ReadonlySet<ErrorCode> = new Set(['store_unavailable', 'store_version'])

/** The exit code an error of a command stands for. */
export function exitCodeOf(code: ErrorCode): number {
  if (OF_STORE.has(code)) return EXIT_CODES.store.code
  return OF_INPUT.has(code) ? EXIT_CODES.input.code : EXIT_CODES.provider.code
}
