export { type MaashAdapter, type MaashOptions, maash } from './adapter.ts'
export { type MaashData, type MaashMapper, type MaashSession, maashMapper } from './map.ts'
