export { type MollieAdapter, type MollieOptions, mollie } from './adapter.ts'
export { type MollieSession, mollieMapper } from './map.ts'
