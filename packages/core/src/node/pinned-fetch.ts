import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type * as Undici from 'undici'
import { TillError } from '../error.ts'
import type { Fetch } from '../transport.ts'
import { type AddressRule, addressRule } from './address-rule.ts'

/** Options of `pinnedFetch`. */
export interface PinnedFetchOptions {
  /** Addresses that are allowed although no provider has them: `10.1.0.0/16`, `127.0.0.1`, `fd00::/8`. @default none */
  readonly allow?: readonly string[]
  /** Resolves a name; as `lookup` of `node:dns`, and asked for all addresses. @default the system's */
  readonly lookup?: LookupFunction
  /** Milliseconds for one connection, TLS included. @default 10000 */
  readonly connectTimeoutMs?: number
}

/** A `fetch`, and the end of its connections. */
export type PinnedFetch = Fetch & {
  /** Ends the idle connections and, when they are done, the others. Without it they end with the process. */
  readonly close: () => Promise<void>
}

/** Code of the cause of a refused connection; nothing was sent. */
export const ADDRESS_REFUSED = 'ADDRESS_REFUSED'

/**
 * A `fetch` for `createTill` that looks at the address it connects to, so that no name, however it is answered and
 * however often it changes, leads a credential into a private network. A name is resolved once for each connection;
 * if one of its addresses is private or reserved none is used, else just these are connected to. An address in the URL
 * is judged in the same way. The certificate is always checked, `NODE_TLS_REJECT_UNAUTHORIZED=0` changes nothing here;
 * your own authority goes into `NODE_EXTRA_CA_CERTS`. Proxy variables are not read. Needs the package `undici`, version 7.
 * @throws invalid_options for `allow` or `connectTimeoutMs`, and at the first request when `undici` is missing
 * @throws network from the requests, when the address is refused
 * @example createTill({ adapters: [maven({ apiKey })], fetch: pinnedFetch() })
 */
export function pinnedFetch({
  allow = [],
  lookup = systemLookup,
  connectTimeoutMs = 10_000,
}: PinnedFetchOptions = {}): PinnedFetch {
  if (!Number.isInteger(connectTimeoutMs) || connectTimeoutMs < 1 || connectTimeoutMs > 600_000)
    throw invalid('connectTimeoutMs', 'a whole number from 1 to 600000')
  const rule = addressRule(allow)
  let agent: Promise<Undici.Agent> | undefined
  const open = () => {
    agent ??= loadUndici().then((undici) => pinnedAgent(undici, rule, lookup, connectTimeoutMs))
    return agent
  }
  const pinned: Fetch = async (input, init) => {
    const dispatcher = await open()
    try {
      // Node's own fetch takes a dispatcher; its type comes from another copy of undici than ours.
      return await fetch(input, Object.assign({ ...init }, { dispatcher }))
    } catch (error) {
      throw refusalIn(error) ?? error
    }
  }
  return Object.assign(pinned, {
    close: async () => {
      const opened = await agent
      agent = undefined
      await opened?.close()
    },
  })
}

function pinnedAgent(
  { Agent, buildConnector }: typeof Undici,
  rule: AddressRule,
  lookup: LookupFunction,
  timeout: number,
): Undici.Agent {
  const connect = buildConnector({ timeout, rejectUnauthorized: true, lookup: checkedLookup(rule, lookup) })
  return new Agent({
    connect: (options, callback) => {
      // An address in the URL is connected to without a lookup; so is one that a redirect names.
      const refused = isIP(options.hostname) === 0 ? null : rule(options.hostname)
      if (refused === null) connect(options, callback)
      else callback(refusal(refused), null)
    },
  })
}

/** A lookup that answers checked addresses only, and none when one of them is refused: such a mix is an attack. */
function checkedLookup(rule: AddressRule, lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, '', 0)
      const addresses = typeof found === 'string' ? [{ address: found, family: family ?? isIP(found) }] : found
      const refused = addresses.map(({ address }) => rule(address)).find((use) => use !== null)
      const [first] = addresses
      if (refused !== undefined) return callback(refusal(refused), '', 0)
      if (first === undefined) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
      if (options.all === true) return callback(null, [...addresses])
      callback(null, first.address, first.family)
    })
  }
}

/** The error of a refused address, which `fetch` wraps into its own. */
function refusal(use: string): TillError {
  return new TillError({
    code: 'network',
    message: `the host leads to an address no provider has (${use}); pinnedFetch({ allow }) allows it`,
    cause: { name: 'Error', code: ADDRESS_REFUSED },
  })
}

function refusalIn(thrown: unknown): TillError | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++)
    if (error instanceof TillError) return error
  return null
}

async function loadUndici(): Promise<typeof Undici> {
  try {
    return await import('undici')
  } catch {
    throw new TillError({
      code: 'invalid_options',
      message: 'pinnedFetch needs the package undici: npm install undici@7',
      issues: [{ path: 'fetch', expected: 'undici 7 installed' }],
    })
  }
}

function invalid(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_options',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
