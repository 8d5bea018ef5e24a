/** Who really moves the money: a card gateway. */
export interface CardProcessor {
  readonly kind: 'card'
  /** `stripe`, `authorizenet`, `braintree`, `shift4`, `fiserv`, or the provider's own text. */
  readonly gateway: string
  /** The gateway's id of the charge or transaction, by which it is refunded or captured there. */
  readonly chargeId: string | null
  /** The gateway's id of the intent behind the charge, where it has one. */
  readonly paymentIntentId: string | null
  /** The gateway's id of the stored payer. Personal data. */
  readonly customerId: string | null
  /** The gateway's id of the stored card. Personal data. */
  readonly paymentMethodId: string | null
  /** Brand as the provider writes it, and the last four digits; null when neither is known. Personal data. */
  readonly card: { readonly brand: string | null; readonly last4: string | null } | null
  /** Page of the gateway with the payer's receipt. Personal data. */
  readonly receiptUrl: string | null
  /** The gateway's answer to the authorization; null when nothing of it is reported. */
  readonly authorization: Authorization | null
}

/** A card gateway's answer to an authorization, in the gateway's own codes. */
export interface Authorization {
  /** Authorization code of the card's issuer. */
  readonly code: string | null
  /** The gateway's verdict. */
  readonly responseCode: string | null
  /** Result of the address check. */
  readonly avs: string | null
  /** Result of the card code check. */
  readonly cvv: string | null
  /** Result of the cardholder authentication (3-D Secure). */
  readonly cavv: string | null
  /** The card network's id of the transaction. */
  readonly networkTransactionId: string | null
  /** Whether the money was taken or only reserved. */
  readonly captureState: string | null
}

/** A token and the chains it may be paid on. */
export interface TokenOnChains {
  /** Symbol in the provider's spelling, e.g. `USDC`. */
  readonly token: string
  /** Chains in the provider's spelling and order. */
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
  /** Symbol in the provider's spelling, e.g. `USDC`. */
  readonly token: string
  /** Chain in the provider's spelling. */
  readonly chain: string
  /** Address the payer sends to. Personal data: the payer's wallet can be found by it. */
  readonly address: string | null
  /** Decimal text in whole tokens. */
  readonly tokenAmount: string | null
  /** The provider's id of the payment. */
  readonly paymentId: string | null
  /** The transfer on the chain. Personal data: it names the payer's wallet. */
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
