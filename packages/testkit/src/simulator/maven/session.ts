import type { Snapshot } from '../common/simulator.ts'

/** Gateways of the create document's enum (docs.trymaven.com/api-reference/public-api-v1/create-session, read 2026-11-20). */
export const GATEWAYS = ['stripe', 'authorizenet', 'braintree', 'shift4'] as const

/** A payment gateway behind a Maven session. */
export type MavenGateway = (typeof GATEWAYS)[number]

/** Modes of the create document's enum. */
export const MODES = ['charge', 'tokenize'] as const

/** `charge` takes money, `tokenize` only keeps the card. */
export type MavenMode = (typeof MODES)[number]

/**
 * The words of the documents, as printed there: docs.trymaven.com/integrations/webhooks and, for the first two,
 * /api-reference/public-api-v1/cancel-session (read 2026-11-20).
 */
export type MavenWord =
  | 'PENDING'
  | 'COLLECTING'
  | 'payment-success'
  | 'payment-authorized'
  | 'payment-failed'
  | 'expired'
  | 'cancelled'
  | 'abandoned'

/** Words after which nothing follows. */
export const TERMINAL = ['payment-success', 'payment-authorized', 'payment-failed', 'expired', 'cancelled', 'abandoned']

/** `code` is for machines, `message` for people; only with `payment-failed`. */
export type MavenError = { readonly code: string; readonly message: string | null }

/** Flat, the keys of all gateways; `test_skip` only in "mango" test sessions. */
export type MavenProcessor = Readonly<Record<string, string | true | null>>

/** `SessionGetResponse` of docs.trymaven.com/api-reference/public-api-v1/get-session (read 2026-11-20). */
export interface MavenSession {
  readonly session_id: string
  readonly status: string
  readonly is_terminal: boolean
  readonly amount: string
  readonly currency: string
  readonly mode: string
  readonly caller: string
  readonly project_slug: string
  readonly gateway: string
  readonly created_at: string
  readonly updated_at: string
  readonly processor: MavenProcessor | null
  readonly error: MavenError | null
  readonly description: string | null
  readonly callback: string | null
  readonly memory: string | null
  readonly transfer_status: string | null
  readonly expires_at: string | null
  readonly completed_at: string | null
}

/** One session as the simulator keeps it: plain JSON data. */
export interface MavenRecord {
  readonly id: string
  readonly project: string
  readonly caller: string
  /** Decimal text, dollars. */
  readonly amount: string
  readonly currency: string
  readonly mode: MavenMode
  readonly gateway: MavenGateway
  readonly description: string | null
  readonly callback: string | null
  readonly memory: string | null
  readonly billed: 'with-address' | 'without-address'
  readonly environment: 'live' | 'test'
  readonly createdAt: string
  readonly expiresAt: string
  word: MavenWord
  updatedAt: string
  completedAt: string | null
  processor: MavenProcessor | null
  error: MavenError | null
  transferStatus: string | null
  forced: { readonly word: string; readonly terminal: boolean | null } | null
}

/** The whole state of the Maven simulator. */
export type MavenSnapshot = Snapshot<'maven', MavenRecord>
