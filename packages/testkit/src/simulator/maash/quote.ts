import { addDecimal, thousandthOf, withDecimals } from '../common/decimal.ts'
import { rawNumber } from '../common/json-text.ts'
import type { Random } from '../common/random.ts'
import { later, toShortTime } from '../common/time.ts'

/** `valid_for_seconds` of the example in docs.maash.io/api-reference/get-quote (read 2026-11-20). */
const VALID_SECONDS = 300

/** Six decimals, as in every example; US dollars and both tokens stand at 1. */
const TOKEN_DECIMALS = 6

/** A question for a price. */
export interface QuoteRequest {
  /** Decimal text. */
  readonly amountUsd: string
  readonly token: string
  readonly chain: string
}

/**
 * What the payer sends: amount, fee and sum as six-decimal text. The example shows a fee of 0.1 on 100; that it is a
 * thousandth rather than flat is our reading.
 */
export const toTokenAmounts = (amountUsd: string) => {
  const fee = thousandthOf(amountUsd)
  return {
    amount: withDecimals(amountUsd, TOKEN_DECIMALS),
    fee: withDecimals(fee, TOKEN_DECIMALS),
    total: withDecimals(addDecimal(amountUsd, fee), TOKEN_DECIMALS),
  }
}

/** `data` of `GET /checkout/quote`, with the documented keys. */
export const toQuote = ({ amountUsd, token, chain }: QuoteRequest, now: Date, random: Random): unknown => {
  const { amount, fee, total } = toTokenAmounts(amountUsd)
  return {
    quote_id: `qt_${random.ulid(now)}`,
    amount_usd: rawNumber(amountUsd),
    token,
    chain,
    token_amount: amount,
    rate: 1,
    fee_usd: rawNumber(thousandthOf(amountUsd)),
    fee_token: fee,
    total_token_amount: total,
    expires_at: toShortTime(later(now, VALID_SECONDS * 1000)),
    valid_for_seconds: VALID_SECONDS,
    created_at: toShortTime(now),
  }
}
