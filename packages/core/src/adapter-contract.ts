import type { Call } from './call.ts'
import type { Mapper } from './mapper.ts'
import type { ProviderFacts } from './provider.ts'
import type { CheckoutSession, Environment } from './session.ts'

/**
 * An adapter: a mapper with a credential and a network. Two things are required, `toSession` (of the mapper) and
 * `retrieve`; an absent operation is "not supported".
 */
export interface Adapter<Id extends string = string, Session extends CheckoutSession = CheckoutSession>
  extends Mapper<Session> {
  /** Facts about the provider. */
  readonly provider: ProviderFacts<Id>
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
}
