export type { Adapter } from './adapter-contract.ts'
export {
  type Answers,
  answers,
  canStillBePaid,
  type MoneyReceived,
  mayReplace,
  moneyReceived,
  type NeedsPolling,
  needsPolling,
  type WatchFacts,
  type YesNo,
} from './answers.ts'
export type { CallInfo, ClientEvent, ClientObserver, RequestInfo } from './client-event.ts'
export {
  type Issue,
  isTillError,
  type SafeCause,
  TillError,
  type TillErrorDetails,
  type TillErrorJson,
} from './error.ts'
export { ERRORS, type ErrorCode, type ErrorRow, type Outcome, type Retry } from './error-codes.ts'
export { EXPONENTS, ISO_4217_DATE } from './iso-4217.ts'
export type { JsonRecord, JsonValue } from './json-value.ts'
export type { Decision, MapContext, Mapper, SessionEvent } from './mapper.ts'
export {
  addMoney,
  compareMoney,
  equalMoney,
  formatMoney,
  fromMinorUnits,
  type MinorUnitOptions,
  type Money,
  minorUnits,
  money,
  subtractMoney,
} from './money.ts'
export { nextPoll, type PollBudget, type PollPlan } from './next-poll.ts'
export { assertSession, type NormalizeOptions, normalize, normalizeEvent } from './normalize.ts'
export { NOTES, type Note, type NoteCode } from './notes.ts'
export type { PayVia } from './pay-via.ts'
export type {
  Authorization,
  CardProcessor,
  CryptoProcessor,
  HostedProcessor,
  Processor,
  SelectedToken,
  TokenOnChains,
} from './processor.ts'
export {
  type Capabilities,
  FIELD_GROUPS,
  type FieldGroup,
  type ProviderFacts,
  type RateLimit,
  type Unverified,
} from './provider.ts'
export type { BudgetScope, Demand, RateBudget } from './rate-budget.ts'
export {
  REFUND_EVIDENCE,
  REFUND_STATES,
  REFUND_STATUSES,
  type Refund,
  type RefundEvidence,
  type RefundState,
  type RefundStatus,
} from './refund.ts'
export { type ResponseInfo, responseOf } from './response.ts'
export {
  type Amounts,
  CHANNELS,
  type Channel,
  type CheckoutSession,
  type Customer,
  ENVIRONMENTS,
  type Environment,
  type Expected,
  FAILURE_CODES,
  type Failure,
  type FailureCode,
  type Mismatch,
  type Observed,
  type Reversal,
  SCHEMA_VERSION,
  sessionKey,
} from './session.ts'
export { checkoutSession } from './session-schema.ts'
export {
  assertNever,
  type Detail,
  type DetailOf,
  STATUS_WORDS,
  STATUSES,
  type Status,
  type StatusPair,
} from './status.ts'
export type { Facts, StatusOverride, StatusRow, StatusTable } from './status-table.ts'
export { type Summary, summarize } from './summary.ts'
export { createTill } from './till.ts'
export type { CallLimits, CallOptions, TillOptions, WaitForOptions, WatchOptions } from './till-options.ts'
export type { ManyOptions, Safe, SessionRef, Till } from './till-types.ts'
export type { Fetch } from './transport.ts'
export type { WaitResult } from './wait-for.ts'
export type { SessionWatch } from './watch.ts'
export type { WebhookHandler, WebhookOptions } from './webhook.ts'
export type {
  Delivery,
  HeadersLike,
  SignedDelivery,
  Verification,
  WebhookEvent,
  WebhookVerifier,
} from './webhook-contract.ts'
