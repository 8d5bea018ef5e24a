export { describeStore } from './describe-store.ts'
export type { StoreSuite } from './suite.ts'
