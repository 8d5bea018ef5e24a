import { usageError } from '../failure.ts'

/** A whole number as typed. @throws invalid_input */
export function wholeNumber(
  text: string,
  option: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (value >= from && value <= to) return value
  throw usageError(`${option}: expected a whole number from ${from} to ${to}`)
}
