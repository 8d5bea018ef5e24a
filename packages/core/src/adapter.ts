// What the author of an adapter needs beside the model: `@onetill/core/adapter`.
export type { Adapter } from './adapter-contract.ts'
export { type AdapterOptions, adapterOptions } from './adapter-options.ts'
export { type BaseUrlOptions, checkBaseUrl, checkCredential, pathSegment } from './address.ts'
export {
  adapterName,
  buildSession,
  type DecidedStatus,
  decideStatus,
  NO_STATUS,
  type SessionParts,
  withExpected,
  withWrite,
} from './build-session.ts'
export { type Call, type Operation, type Problem, type Progress, readAfter, request } from './call.ts'
export { canonicalDecimal, decimalText } from './decimal.ts'
export { type DecidingRow, decision, statusDecision } from './decision.ts'
export { invalidInputs, invalidResponse, invalidResponses, itemPath } from './invalid.ts'
export { readJson } from './json.ts'
export { isJsonObject, readRecord } from './json-value.ts'
export { type Decision, defineMapper, type MapContext, type Mapper, type SessionEvent } from './mapper.ts'
export { type MoneyPlace, moneySchema, readMoney } from './money.ts'
export { type NativeReader, nativeCopier, nativeReader, toIssues } from './native.ts'
export { numberLiteral } from './number-literal.ts'
export { environmentOf, ownRateLimit, parseOptions, readErrorBody } from './options.ts'
export { jsonPath } from './path.ts'
export type { Capabilities, ProviderFacts, RateLimit, Unverified } from './provider.ts'
export { type RefundFlag, type RefundRollUp, rollUpRefunds } from './refund.ts'
export { refused, type TimestampedHmacOptions, timestampedHmac } from './signature.ts'
export {
  type Facts,
  rowName,
  type StatusOverride,
  type StatusRow,
  type StatusTable,
  statusTable,
} from './status-table.ts'
export { type Leaves, optionalText } from './text.ts'
export { readTime, toUtc } from './time.ts'
export type { HttpAnswer, HttpRequest } from './transport.ts'
export type {
  Delivery,
  HeadersLike,
  SignedDelivery,
  Verification,
  WebhookEvent,
  WebhookReader,
  WebhookReading,
  WebhookVerifier,
} from './webhook-contract.ts'
export { type JsonInput, writeJson } from './write-json.ts'
