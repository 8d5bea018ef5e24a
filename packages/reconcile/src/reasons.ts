/** Why a row was set aside, each with what to do about it. */
export const REASONS = {
  row_shape: 'Not as many columns as the header, or a quote that does not end.',
  row_encoding: 'Not UTF-8. Save the file as UTF-8.',
  json: 'Not a JSON object.',
  identity: 'None of the fields of the ladder has a value, so it cannot be matched.',
  decimal_comma: 'A comma as decimal sign. Export with a point: 12.50 instead of 12,50.',
  exponent: 'An exponent such as 1e2. Export the amount as plain digits.',
  amount: 'Not plain decimal text such as 12.50: no sign, no spaces, no separators of thousands.',
  minor_units: 'Not a whole number of minor units of a currency that has them.',
  currency: 'An amount without a currency, or a currency that is no code such as EUR.',
  time: 'Not an RFC 3339 time with offset such as 2026-11-20T12:00:00Z. See `times` in the rules.',
  environment: 'Not live, test or unknown.',
  reversal: 'Not open, lost, won or unknown.',
} as const

/** Why a row was set aside. */
export type Reason = keyof typeof REASONS
