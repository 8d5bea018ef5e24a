export { type MaashAdapter, type MaashOptions, maash } from './adapter.ts'
export type { MaashChain, MaashCreateInput, MaashQuoteInput, MaashSelectInput, MaashToken } from './input.ts'
export { type MaashData, type MaashMapper, type MaashSession, maashMapper } from './map.ts'
export type { MaashQuote } from './write.ts'
