/** Where the payer pays. A URL that carries a token is returned once to the caller and never stored or shown. */
export type PayVia =
  | {
      readonly kind: 'url'
      /** Page to send the payer to. */
      readonly url: string
    }
  | {
      readonly kind: 'call'
      /** Number the payer calls or is transferred to. */
      readonly phoneNumber: string | null
      /** SIP address of the same. */
      readonly sipUri: string | null
    }
  | {
      readonly kind: 'transfer'
      /** Address the payer sends to. */
      readonly address: string
      /** Symbol in the provider's spelling, e.g. `USDC`. */
      readonly token: string
      /** Chain in the provider's spelling. */
      readonly chain: string
      /** Decimal text in whole tokens. */
      readonly tokenAmount: string | null
      /** Payment URI for a wallet, e.g. `ethereum:…`. */
      readonly uri: string | null
      /** When the address lapses. */
      readonly expiresAt: string | null
    }
