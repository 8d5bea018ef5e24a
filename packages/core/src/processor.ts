/** Who really moves the money: a card gateway. */
export interface CardProcessor {
  readonly kind: 'card'
  /** `stripe`, `authorizenet`, `braintree`, `shift4`, `fiserv`, or the provider's own text. */
  readonly gateway: string
  readonly chargeId: string | null
  readonly paymentIntentId: string | null
  readonly customerId: string | null
  readonly paymentMethodId: string | null
  /** Brand as the provider writes it, and the last four digits; null when neither is known. */
  readonly card: { readonly brand: string | null; readonly last4: string | null } | null
  /** Page of the gateway with the payer's receipt. */
  readonly receiptUrl: string | null
  /** The gateway's answer to the authorization; null when nothing of it is reported. */
  readonly authorization: Authorization | null
}

/** A card gateway's answer to an authorization, in the gateway's own codes. */
export interface Authorization {
  readonly code: string | null
  readonly responseCode: string | null
  readonly avs: string | null
  readonly cvv: string | null
  readonly cavv: string | null
  readonly networkTransactionId: string | null
  readonly captureState: string | null
}

/** A token and the chains it may be paid on. */
export interface TokenOnChains {
  readonly token: string
  readonly chains: readonly string[]
}

/** Who really moves the money: chains. */
export interface CryptoProcessor {
  readonly kind: 'crypto'
  /** Accepted tokens, or null when not reported. */
  readonly accepted: readonly TokenOnChains[] | null
  /** Tokens that are refused, or null when not reported. */
  readonly refused: readonly TokenOnChains[] | null
  /** Payment methods of the session as flags, or null when not reported. */
  readonly methods: Readonly<Record<string, boolean>> | null
  /** What the payer chose, or null while unknown. */
  readonly selected: SelectedToken | null
}

/** What the payer of a crypto session chose. */
export interface SelectedToken {
  readonly token: string
  readonly chain: string
  readonly address: string | null
  /** Decimal text in whole tokens. */
  readonly tokenAmount: string | null
  readonly paymentId: string | null
  readonly transactionHash: string | null
}

/** Who really moves the money: another provider behind a hosted page. */
export interface HostedProcessor {
  readonly kind: 'hosted'
  /** Provider name, e.g. `stripe`, or null while none is chosen. */
  readonly name: string | null
  /** Payment method, e.g. `card`. */
  readonly method: string | null
}

/** Who really moves the money. */
export type Processor = CardProcessor | CryptoProcessor | HostedProcessor
