import type { Call } from './call.ts'
import type { Mapper } from './mapper.ts'
import type { ProviderFacts, RateLimit } from './provider.ts'
import type { Refund } from './refund.ts'
import type { CheckoutSession, Environment } from './session.ts'
import type { WebhookReader } from './webhook-contract.ts'

/**
 * An adapter: a mapper with a credential and a network. Two things are required, `toSession` (of the mapper) and
 * `retrieve`; an absent operation is "not supported".
 */
export interface Adapter<Id extends string = string, Session extends CheckoutSession = CheckoutSession>
  extends Mapper<Session> {
  /** Facts about the provider. */
  readonly provider: ProviderFacts<Id>
  /** The limit agreed for this account; null: none. @default the provider's documented one */
  readonly rateLimit?: RateLimit | null
  /** Label of the account; one provider may be configured several times. */
  readonly account: string
  /** What the credential says. */
  readonly environment: Environment
  /** Reads one session by the provider's id. @throws invalid_input for an id that cannot stand in a path; as `request` */
  retrieve(id: string, call: Call): Promise<Session>
  /** Reads one session by another key, e.g. `{ caller }`. */
  find?(by: never, call: Call): Promise<Session>
  /** Creates a session; what is expected of it is its input. @throws outcome_unknown when the answer was lost */
  create?(input: never, call: Call): Promise<Session>
  /** Ends an unpaid session on purpose and reads it. @throws applied_unread when only the read failed */
  cancel?(id: string, call: Call): Promise<Session>
  /** Gives money back. @throws unconfirmed when the answer was lost: repeat with the same key */
  refund?(id: string, input: never, call: Call): Promise<Refund>
  /** Asks for a price. */
  quote?(input: never, call: Call): Promise<object>
  /** Chooses how a session is paid, e.g. token and chain. @throws outcome_unknown when the answer was lost */
  selectPayment?(id: string, input: never, call: Call): Promise<Session>
  /** How webhooks are verified and read; absent: the provider sends none. */
  readonly webhook?: WebhookReader<Session>
}
