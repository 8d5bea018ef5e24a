import type * as z from 'zod'
import { compile } from '#compile'
import { decimalTextDoubts } from './decimal.ts'
import { invalidResponses } from './invalid.ts'
import { readJson, readJsonExactly } from './json.ts'
import type { MapContext, Mapper, SessionEvent } from './mapper.ts'
import { toIssues } from './native.ts'
import type { CheckoutSession } from './session.ts'
import { checkoutSession } from './session-schema.ts'

/** Options of `normalize` and `normalizeEvent`; all optional. */
export interface NormalizeOptions extends Partial<MapContext> {
  /** Checks the result against the strict schema of the model as well. @default false */
  readonly validate?: boolean
  /** Keeps the text as `session.raw`, not enumerable. @default false */
  readonly raw?: boolean
}

/**
 * A provider's answer as text → one session. Pure but for the clock, which is only read when `at` is left out.
 * @throws invalid_response when the text is no JSON or not what the provider documents
 * @example const session = normalize(mavenMapper, await response.text(), { expected: { amount, reference: null } })
 */
export function normalize<Session extends CheckoutSession>(
  mapper: Mapper<Session>,
  text: string,
  options: NormalizeOptions = {},
): Session {
  const session = readTwice(text, mapper.toSession, mapContext(options))
  if (options.validate === true) assertSession(session)
  if (options.raw === true) Object.defineProperty(session, 'raw', { value: text })
  return session
}

/**
 * A provider's webhook body as text → an event that names the session to read again.
 * @throws invalid_response as `normalize`
 */
export function normalizeEvent(
  mapper: Required<Pick<Mapper, 'toEvent'>>,
  text: string,
  options: NormalizeOptions = {},
): SessionEvent {
  return readTwice(text, mapper.toEvent, mapContext(options))
}

/** The context of a mapping with its defaults: a read of account `default` now. */
export function mapContext(options: Partial<MapContext>): MapContext {
  return {
    at: options.at ?? new Date().toISOString(),
    via: options.via ?? 'read',
    account: options.account ?? 'default',
    environment: options.environment ?? 'unknown',
    expected: options.expected ?? null,
    overrides: options.overrides ?? [],
  }
}

let strict: z.ZodType<CheckoutSession> | undefined

/** Whether a value is a session, by the strict schema. @throws invalid_response with every path that is wrong */
export function assertSession(value: unknown): asserts value is CheckoutSession {
  strict ??= compile(checkoutSession)
  const result = strict.safeParse(value)
  if (!result.success) throw invalidResponses(result.error.issues.flatMap(toIssues).slice(0, 20))
}

/** Literal that a double reads as zero although it is not, or with less than its digits: an exponent below -290. */
const TINY = /\d[eE]-0*(?:29\d|[3-9]\d\d|[1-9]\d{3,})/

/** Maps the quickly read value; when it held a zero that the text may not mean, maps the exactly read value. */
function readTwice<Result>(
  text: string,
  map: (native: unknown, context: MapContext) => Result,
  context: MapContext,
): Result {
  const doubts = decimalTextDoubts()
  const result = map(readJson(text), context)
  return decimalTextDoubts() !== doubts && TINY.test(text) ? map(readJsonExactly(text), context) : result
}
