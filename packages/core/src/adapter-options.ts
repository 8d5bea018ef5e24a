import * as z from 'zod/mini'
import type { RateLimit } from './provider.ts'
import { CHANNELS } from './session.ts'
import { isStatusPair, type StatusPair } from './status.ts'
import type { StatusOverride } from './status-table.ts'

/** Options every adapter has. */
export interface AdapterOptions {
  /** Label of this account. @default "default" */
  readonly account?: string
  /** Address of the API, https. @default the address the provider documents */
  readonly baseUrl?: string
  /** Allows a `http:` base URL on this machine, for simulators. @default false */
  readonly insecureLoopback?: boolean
  /** The limit agreed for this account; null: none, e.g. for simulators. @default the documented one */
  readonly rateLimit?: Pick<RateLimit, 'requests' | 'windowMs'> | null
  /** Rows that come before the adapter's status table; the first that fits counts. @default none */
  readonly statusOverrides?: readonly StatusOverride[]
}

const statusOverride = z.strictObject({
  word: z.string().check(z.minLength(1)),
  channels: z.exactOptional(z.array(z.enum(CHANNELS))),
  when: z.exactOptional(z.record(z.string(), z.string())),
  to: z.custom<StatusPair>(isStatusPair),
})

/** Schema of `AdapterOptions`, field by field, for the strict schema of an adapter's own options. */
export const adapterOptions = {
  account: z.optional(z.string().check(z.minLength(1))),
  baseUrl: z.optional(z.string()),
  insecureLoopback: z.optional(z.boolean()),
  rateLimit: z.optional(
    z.nullable(z.strictObject({ requests: z.int().check(z.positive()), windowMs: z.int().check(z.positive()) })),
  ),
  statusOverrides: z.optional(z.array(statusOverride)),
}
