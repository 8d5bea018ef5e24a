/** The committed texts. */
export type TextName = 'maven' | 'maash-example' | 'maash-compact' | 'maash-large' | 'jwt-checkout'

/** A text with one thing changed, and how it is answered: with this money, or with an error at this path. */
export interface Variant {
  readonly text: string
  readonly path: string
  readonly money?: string
}

type Change = readonly [from: string, to: string, path: string, money?: string]

/** A 17-digit amount is kept digit for digit; Feb 30 and a wrong type are refused with their path. */
const CHANGES: Readonly<Record<TextName, readonly Change[]>> = {
  maven: [
    ['"amount":"150.00"', '"amount":900719925474099.31', 'amount', '900719925474099.31'],
    ['"created_at":"2026-11-07', '"created_at":"2026-02-30', 'created_at'],
    ['"card_last4":"4242"', '"card_last4":4242', 'processor.card_last4'],
  ],
  'maash-example': maash('"merchant_amount": 100', 'USDC', ' '),
  'maash-compact': maash('"merchant_amount":100', 'USDC'),
  'maash-large': maash('"merchant_amount":1149.99', 'TOK01'),
  'jwt-checkout': [
    ['"amount":45.01', '"amount":900719925474099.31', 'refunds[0].amount', '900719925474099.31'],
    ['"createdAt":"2024-01-15T13', '"createdAt":"2024-02-30T13', 'refunds[2].createdAt'],
    ['"amount":10.5', '"amount":[10.5]', 'refunds[1].amount'],
  ],
}

/** The variants of a text. @throws when the text does not hold what is changed */
export function variants(name: TextName, text: string): readonly Variant[] {
  return CHANGES[name].map(([from, to, path, money]) => {
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`)
    return { text: text.replace(from, to), path, ...(money === undefined ? {} : { money }) }
  })
}

function maash(amount: string, token: string, space = ''): readonly Change[] {
  return [
    [amount, '"merchant_amount":900719925474099.31', 'amount', '900719925474099.31'],
    [`"created_at":${space}"2024-01-31`, '"created_at":"2024-02-30', 'data.created_at'],
    [`"chain":${space}["`, '"chain":[1,"', `data.supported_tokens.tokens.${token}.chain[0]`],
  ]
}
