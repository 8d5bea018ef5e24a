export type { Backlog } from './backlog.ts'
export { CHANGE_EVENTS, type ChangeEvent, type Diff } from './change.ts'
export type { Change } from './changes.ts'
export { type Copied, type CopiedTable, type CopyOptions, type CopyProgress, copyStore } from './copy.ts'
export type { Database } from './database.ts'
export type { Delivered, DeliveryFacts } from './deliver.ts'
export type { DeliveryCount, DeliveryFilter, StoredDelivery } from './deliveries.ts'
export { DELIVERY_STATES, type DeliveryState } from './delivery.ts'
export type { Claim, ClaimOptions, NextPoll } from './due.ts'
export type { ColumnTypes, Engine } from './engine.ts'
export type { SessionFilter, Undecided } from './filter.ts'
export { type Grant, type GrantLimit, type GrantOptions, type GrantScope, marginMs } from './grant.ts'
export type { History } from './history.ts'
export { keepNative } from './keep.ts'
export type { PayerLink, PayerLinks } from './links.ts'
export type { PageOptions, SessionPage, Total } from './list.ts'
export { needsLook } from './look.ts'
export { type Migrated, migrateStore } from './migrate-store.ts'
export {
  type Observation,
  type ObserveOptions,
  type ObserverFacts,
  observe,
  observeOther,
  type Seen,
  type SessionIdentity,
} from './observation.ts'
export { type OpenOptions, openStore } from './open-store.ts'
export type { Pruned, PruneOptions } from './prune.ts'
export type { FindingCount, FindingFilter, FindingPage, StoredFinding, StoredRun } from './reconcile-findings.ts'
export type { KeepableFinding, KeepableResult, KeptRun } from './reconcile-runs.ts'
export type { Recorded } from './record.ts'
export { type Effect, type Reduced, reduce, type Step } from './reduce.ts'
export type { Decided, Resolution } from './resolve.ts'
export { createStore, type RecordOptions, type Store, type StoreOptions, type Tracked } from './store.ts'
export { ATTENTIONS, type Attention, type Missing, type StoredSession, type Unread } from './stored-session.ts'
