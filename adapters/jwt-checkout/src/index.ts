export { type JwtCheckoutAdapter, type JwtCheckoutOptions, jwtCheckout } from './adapter.ts'
export type { JwtCheckoutCreateInput, JwtCheckoutItem, JwtCheckoutRefundInput } from './input.ts'
export { type JwtCheckoutData, type JwtCheckoutMapper, type JwtCheckoutSession, jwtCheckoutMapper } from './map.ts'
export type { TokenRequest, TokenSupplier } from './token.ts'
