export {
  type Observation,
  type ObserveOptions,
  type ObserverFacts,
  observe,
  observeOther,
  type Seen,
  type SessionIdentity,
} from './observation.ts'
export { type Effect, type Reduced, reduce, type Step } from './reduce.ts'
export { ATTENTIONS, type Attention, type Missing, type StoredSession, type Unread } from './stored-session.ts'
