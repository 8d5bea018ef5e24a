export { type MavenAdapter, type MavenOptions, maven } from './adapter.ts'
export type { MavenBillingAddress, MavenCreateInput, MavenFindBy } from './input.ts'
export { type MavenData, type MavenSession, mavenMapper } from './map.ts'
