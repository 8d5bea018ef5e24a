import type { MinorUnitOptions } from './money.ts'

/** Exponent → a unit of money with it. */
export const UNITS: readonly (readonly [exponent: number, currency: string, options?: MinorUnitOptions])[] = [
  [0, 'JPY'],
  [2, 'EUR'],
  [3, 'KWD'],
  [4, 'CLF'],
  [6, 'USDC', { chain: 'ethereum' }],
  [6, 'USDT', { chain: 'Tron' }],
  [18, 'USDC', { chain: 'bsc' }],
  [18, 'USDT', { chain: 'BSC' }],
]
