import type { WebhookHandler, WebhookOptions } from '@onetill/core'
import { type Adapter, type CallOptions, type CheckoutSession, TillError } from '@onetill/core'

/** What sync needs of a client; every `Till` has it. */
export interface SyncTill {
  readonly adapters: readonly Adapter[]
  retrieve(provider: string, id: string, options?: CallOptions): Promise<CheckoutSession>
  webhook(provider: string, options: WebhookOptions): WebhookHandler
}

/** A session of a configured provider. */
export interface Named {
  /** Id of the adapter. */
  readonly provider: string
  /** Which account of the provider. @default the only or first one configured */
  readonly account?: string | undefined
}

/** The adapter that is meant. @throws unknown_provider */
export function adapterOf({ adapters }: Pick<SyncTill, 'adapters'>, { provider, account }: Named): Adapter {
  const found = adapters.find(
    (adapter) => adapter.provider.id === provider && (account === undefined || adapter.account === account),
  )
  if (found === undefined)
    throw new TillError({ code: 'unknown_provider', message: 'no adapter is configured for this provider and account' })
  return found
}
