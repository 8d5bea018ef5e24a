/** A refund as the provider writes it; the currency is USD unless it says otherwise. */
export type NativeRefund = readonly [status: string, amount: string, currency?: string]

/**
 * A session with refunds, null or no list as JSON text. Amounts stand in it as literals, so that no digit passes through
 * a float.
 */
export function text(status: string, refunds: readonly NativeRefund[] | null | undefined): string {
  const list = refunds?.map(
    ([word, amount, currency = 'USD'], index) =>
      `{"id":"r${index}","amount":${amount},"currency":"${currency}","status":"${word}"}`,
  )
  const field = refunds === undefined ? '' : `,"refunds":${list === undefined ? 'null' : `[${list.join(',')}]`}`
  return `{"id":"s","orderReference":"ORD-1","status":"${status}","paymentMethod":"card"${field}}`
}
