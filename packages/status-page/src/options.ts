import { TillError } from '@onetill/core'
import type { Observation, PayerLinks, Store } from '@onetill/store'

export type { PayerLink, PayerLinks } from '@onetill/store'

import type { HealthReport } from './health-report.ts'
import type { Theme } from './theme-colors.ts'

/** What the pages read. A `Store` is one. */
export interface BoardStore extends Pick<Store, 'get' | 'history' | 'list' | 'totals' | 'changesSince' | 'lastCursor'> {
  /** Writes an operator's decision. Absent: nobody can decide here. */
  readonly resolve?: Store['resolve']
  /** What reconciliations found of a session. Absent: nothing is said of it. */
  readonly findings?: Store['findings']
}

/** Which row of a mapping table decided the status. */
export interface DecidingRow {
  /** Name of the row; null: no row has the word. */
  readonly row: string | null
  /** Where that is written. */
  readonly source: string | null
  /** Whether the provider's documents say so; null: not known. */
  readonly documented: boolean | null
}

/** `viewer` reads, without personal data of payers; `operator` also sees those and acts. */
export type Role = 'viewer' | 'operator'

/** Somebody who may come in with a bearer token. */
export interface TokenHolder {
  /** Shown on the page, e.g. `dashboard`. */
  readonly name: string
  readonly role: Role
  /** At least 20 characters, random. Compared by hash in constant time, never printed. */
  readonly token: string
}

/** Who may come in when the page is reached by others than this machine. */
export interface Access {
  readonly tokens?: readonly TokenHolder[]
  /**
   * A proxy in front has checked who it is and says so in a header, which it removes from what comes from outside.
   * Whoever reaches this handler past the proxy can be anybody.
   */
  readonly proxy?: {
    /** Name of the header, e.g. `x-auth-request-user`. */
    readonly header: string
    /** What a user may do; null: nothing. */
    readonly role: (user: string) => Role | null
  }
}

/** Options of `createStatusPage`. */
export interface StatusPageOptions {
  readonly store: BoardStore
  /** Where links to payers' pages are kept: `store.links`. Absent: there are no such pages. */
  readonly links?: PayerLinks
  /** Merchant's name on the payer's page. @default "the merchant" in the payer's language */
  readonly merchant?: string
  /** Colours and fonts of the pages, as CSS variables. @default ours */
  readonly theme?: Theme
  /** Id of an adapter → its name for people. @default the id */
  readonly providerNames?: Readonly<Record<string, string>>
  /** Names this page is reached by, as in `Host`, e.g. `status.example.com`. @default this machine's own, any port */
  readonly hosts?: readonly string[]
  /** Needed as soon as `hosts` names another than this machine. @default this machine without a login, as operator */
  readonly access?: Access
  /** Reads a session at its provider now, and records it. Absent: the button is not there. */
  readonly readAgain?: (key: string) => Promise<void>
  /** How reading from providers goes; `status` of a sync is one. Absent: the vendors' page has no data. */
  readonly health?: () => Promise<HealthReport>
  /** Milliseconds between two looks at `health` while nobody has the page open. @default 15000 */
  readonly healthEveryMs?: number
  /** Which row of the adapter's table decided what an observation says; null: not known. Absent: it is not shown. */
  readonly explain?: (observation: Observation) => DecidingRow | null
  /**
   * Paths of a provider's answer that operators may see as they are: `keeps` of its adapter's facts. Undefined, or
   * absent: values are blotted out by their names.
   */
  readonly keeps?: (provider: string) => readonly string[] | undefined
  /** Who asks, for the limit on guesses, e.g. the address of the socket. @default one limit for all */
  readonly clientOf?: (request: Request) => string
  /** At least 32 characters: signs forms and logins, so that several processes take each other's. @default random */
  readonly secret?: string
  /** How long a payer's link lasts, in milliseconds. @default 30 days */
  readonly linkLifeMs?: number
  /** How often the store is asked for changes while a page is open, in milliseconds. @default 250 */
  readonly liveEveryMs?: number
  /** Milliseconds between two signs of life on an open stream. @default 15000 */
  readonly heartbeatMs?: number
  /** @default Date */
  readonly now?: () => Date
}

/** Names of this machine. */
export const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** @throws invalid_options */
export function checkOptions({ hosts, access, secret }: StatusPageOptions): void {
  const open = (hosts ?? LOOPBACK).filter((host) => !LOOPBACK.includes(host.replace(/:\d+$/, '')))
  const tokens = access?.tokens ?? []
  if (open.length > 0 && tokens.length === 0 && access?.proxy === undefined)
    throw invalidOption('access', 'tokens or a proxy, as `hosts` names more than this machine')
  if (access !== undefined && tokens.length === 0 && access.proxy === undefined)
    throw invalidOption('access', 'tokens or a proxy')
  tokens.forEach(({ token }, index) => {
    if (token.length < 20) throw invalidOption(`access.tokens[${index}].token`, 'at least 20 characters')
  })
  if (new Set(tokens.map(({ name }) => name)).size < tokens.length)
    throw invalidOption('access.tokens', 'names that differ')
  if (secret !== undefined && secret.length < 32) throw invalidOption('secret', 'at least 32 characters')
}

const invalidOption = (path: string, expected: string): TillError =>
  new TillError({
    code: 'invalid_options',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
