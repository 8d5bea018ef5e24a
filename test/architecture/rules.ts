// What may stand where. The checks that read these tables are in check.ts and money.ts.

/** Ids of the providers, written without `-` and `_` in lower case, as names are before they are compared. */
export const PROVIDERS = ['maven', 'maash', 'jwtcheckout', 'kadosei']

/** Package → workspace packages its sources may import (DESIGN: direction of imports). Adapters stand under `adapter`. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapter: ['core'],
  testkit: ['core'],
  store: ['core'],
  reconcile: ['core'],
  sync: ['core', 'store'],
  'status-page': ['core', 'store'],
  cli: ['core', 'testkit', 'store', 'sync', 'reconcile', 'status-page'],
}

/** What the test files of a package may import on top; whatever looks at more packages stands in `test`. */
export const TESTS_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = { adapter: ['testkit'] }

/** The only file outside `adapters` that imports adapters, and the only one of the CLI that names a provider. */
export const ADAPTER_REGISTRY = 'packages/cli/src/adapters.ts'

/**
 * Packages whose code (identifiers, strings, templates) never names a provider. Their comments may name one in an example
 * only (`@example`, or code after "e.g."): an example needs a real adapter, a rule must not know one.
 */
export const PROVIDER_BLIND = [
  'packages/core',
  'packages/store',
  'packages/sync',
  'packages/reconcile',
  'packages/status-page',
]

/** Folder of core that runs on Node only, behind `@onetill/core/node`. */
export const NODE_ONLY = 'packages/core/src/node/'

/** External module → the one source file of core and the adapters that may import it. */
export const ONE_IMPORTER: Readonly<Record<string, string>> = { ky: 'packages/core/src/transport.ts' }

/** The one file that names zod's `z.compile`. */
export const COMPILER = 'packages/core/src/compile.ts'

/** The one file that declares a class: the error. */
export const CLASS_FILE = 'packages/core/src/error.ts'

/** Files through which amounts go, as text, as JSON literals or as minor units: no float may pass here. */
export const MONEY_FILES = [
  /^packages\/core\/src\/(money|json|iso-|decimal|number|assets|refund|notes|amounts)[^/]*\.ts$/,
  /^packages\/core\/src\/(money|json)\//,
  /^adapters\/[^/]+\/src\//,
]

/** Float operations that are allowed in one of those files, each with its reason. */
export const FLOAT_EXCEPTIONS: readonly { readonly path: string; readonly what: string; readonly reason: string }[] = [
  {
    path: 'packages/core/src/json.ts',
    what: 'Number()',
    reason: 'the place of a long literal in a list the reader itself has numbered, not an amount',
  },
  {
    path: 'packages/core/src/decimal.ts',
    what: 'parseInt',
    reason: 'the power of ten after the e of an exponent: a count of places, the digits stay text',
  },
]
