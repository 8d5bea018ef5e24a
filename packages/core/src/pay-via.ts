/** Where the payer pays. A URL that carries a token is returned once to the caller and never stored or shown. */
export type PayVia =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'call'; readonly phoneNumber: string | null; readonly sipUri: string | null }
  | {
      readonly kind: 'transfer'
      readonly address: string
      readonly token: string
      readonly chain: string
      /** Decimal text in whole tokens. */
      readonly tokenAmount: string | null
      readonly uri: string | null
      readonly expiresAt: string | null
    }
