import * as z from 'zod/mini'
import { compareMoney, type Money, money } from '@onetill/core'
import { invalidInputs, moneySchema, numberLiteral, toIssues, writeJson } from '@onetill/core/adapter'

/** Tokens that can be paid with. Source: docs.maash.io/api-reference/select-payment, read 2026-11-20. */
export const TOKENS = ['USDC', 'USDT'] as const
/** Chains that can be paid on. Source: as `TOKENS`. */
export const CHAINS = ['ethereum', 'polygon', 'arbitrum', 'optimism', 'base', 'bsc', 'solana', 'tron'] as const

/** A token to pay with. */
export type MaashToken = (typeof TOKENS)[number]
/** A chain to pay on. */
export type MaashChain = (typeof CHAINS)[number]

/** A session to create. Source: docs.maash.io/api-reference/create-checkout-session, read 2026-11-20. */
export interface MaashCreateInput {
  /** Maash's id of the merchant. */
  readonly merchantId: string
  /** The merchant's own reference; the same one again answers the session that exists. */
  readonly reference: string
  /** In US dollars, 0.01 to 1,000,000. */
  readonly amount: Money
  /** The same in the merchant's currency; what the session is then asked for. */
  readonly merchantAmount?: Money
  /** Colours of the page, e.g. `#112233`. */
  readonly theme?: {
    readonly primaryColor?: string
    readonly backgroundColor?: string
    readonly cardColor?: string
  }
}

/** What a quote is for. Source: docs.maash.io/api-reference/get-quote, read 2026-11-20. */
export interface MaashQuoteInput {
  /** In US dollars. */
  readonly amount: Money
  readonly token: MaashToken
  readonly chain: MaashChain
}

/** How a session is to be paid. Source: docs.maash.io/api-reference/select-payment, read 2026-11-20. */
export interface MaashSelectInput {
  /** The `token` of the checkout URL that `create` gave; a credential. */
  readonly sessionToken: string
  readonly token: MaashToken
  readonly chain: MaashChain
}

const text = z.string().check(z.minLength(1))
const choice = { token: z.enum(TOKENS), chain: z.enum(CHAINS) }
const createInput = z.strictObject({
  merchantId: text,
  reference: text,
  amount: moneySchema,
  merchantAmount: z.optional(moneySchema),
  theme: z.optional(
    z.strictObject({
      primaryColor: z.optional(text),
      backgroundColor: z.optional(text),
      cardColor: z.optional(text),
    }),
  ),
})
const quoteInput = z.strictObject({ amount: moneySchema, ...choice })
const selectInput = z.strictObject({ sessionToken: text, ...choice })

/** Checks the input and writes Maash's body. @throws invalid_input with every path that is wrong, amount_precision */
export function toCreateBody(input: MaashCreateInput): { readonly asked: Money; readonly body: string } {
  const { merchantId, reference, amount, merchantAmount, theme } = checked(createInput, input)
  const usd = dollars(amount)
  const merchant = merchantAmount && money(merchantAmount.value, merchantAmount.currency)
  const body = writeJson({
    merchant_id: merchantId,
    transaction_id: reference,
    amount_usd: numberLiteral(usd.value),
    merchant_currency: merchant?.currency,
    merchant_amount: merchant && numberLiteral(merchant.value),
    theme,
  })
  return { asked: merchant ?? usd, body }
}

/** Checks the input and writes the query. @throws as `toCreateBody` */
export function toQuoteQuery(input: MaashQuoteInput): string {
  const { amount, token, chain } = checked(quoteInput, input)
  return new URLSearchParams({ amount_usd: dollars(amount).value, token, chain }).toString()
}

/**
 * Checks the input and writes the body. The session is the token's, so a token that names another one is refused.
 * @throws invalid_input, without a character of the token
 */
export function toSelectBody(id: string, input: MaashSelectInput): { readonly token: string; readonly body: string } {
  const { sessionToken, token, chain } = checked(selectInput, input)
  if (!/^[\x21-\x7e]{1,8192}$/.test(sessionToken)) throw invalidToken('printable ASCII without spaces')
  const named = sessionOf(sessionToken)
  if (named !== null && named !== id) throw invalidToken('token of this session')
  return { token: sessionToken, body: writeJson({ token, chain }) }
}

/** `session_id` of the token's content, which is a JWT (docs.maash.io/authentication); null when it cannot be read. */
function sessionOf(token: string): string | null {
  try {
    const [, content = ''] = token.split('.')
    const claims: unknown = JSON.parse(atob(content.replaceAll('-', '+').replaceAll('_', '/')))
    if (typeof claims !== 'object' || claims === null || !('session_id' in claims)) return null
    return typeof claims.session_id === 'string' ? claims.session_id : null
  } catch {
    return null
  }
}

function invalidToken(expected: string): Error {
  return invalidInputs([{ path: 'sessionToken', expected }])
}

function dollars(amount: Money): Money {
  if (amount.currency !== 'USD') throw invalidInputs([{ path: 'amount.currency', expected: 'USD' }])
  const usd = money(amount.value, 'USD')
  const within = compareMoney(usd, money('0.01', 'USD')) >= 0 && compareMoney(usd, money('1000000', 'USD')) <= 0
  if (!within) throw invalidInputs([{ path: 'amount', expected: '0.01 to 1000000 USD' }])
  return usd
}

function checked<Output>(schema: z.ZodMiniType<Output>, input: unknown): Output {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw invalidInputs(result.error.issues.flatMap(toIssues))
}
