import { readExpected } from './expected.ts'
import { invalidResponses } from './invalid.ts'
import { withJson } from './json.ts'
import { type MapContext, type Mapper, nameProvider, type SessionEvent } from './mapper.ts'
import { toIssues } from './native.ts'
import { withoutDepths } from './nesting.ts'
import type { CheckoutSession } from './session.ts'
import { checkoutSession, isSession } from './session-schema.ts'

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
  const context = mapContext(options)
  const session = mapText(mapper, text, context, mapper.toSession)
  if (options.validate === true) assertSession(session)
  if (options.raw === true) Object.defineProperty(session, 'raw', { value: text })
  return session
}

/**
 * A provider's webhook body as text → an event that names the session to read again.
 * @throws invalid_response as `normalize`
 */
export function normalizeEvent(
  mapper: Pick<Mapper, 'provider'> & Required<Pick<Mapper, 'toEvent'>>,
  text: string,
  options: NormalizeOptions = {},
): SessionEvent {
  const context = mapContext({ via: 'webhook', ...options })
  return mapText(mapper, text, context, mapper.toEvent)
}

/** The context of a mapping with its defaults: a read of account `default` now. */
function mapContext(options: Partial<MapContext>): MapContext {
  return {
    at: options.at ?? new Date().toISOString(),
    via: options.via ?? 'read',
    account: options.account ?? 'default',
    environment: options.environment ?? 'unknown',
    expected: readExpected(options.expected),
    overrides: options.overrides ?? [],
  }
}

/** Whether a value is a session, by the strict schema. @throws invalid_response with every path that is wrong */
export function assertSession(value: unknown): asserts value is CheckoutSession {
  if (isSession(value)) return
  const issues = checkoutSession.safeParse(value).error?.issues ?? []
  throw invalidResponses(issues.flatMap(toIssues).slice(0, 20))
}

function mapText<Result>(
  { provider }: Pick<Mapper, 'provider'>,
  text: string,
  context: MapContext,
  map: (native: unknown, context: MapContext) => Result,
): Result {
  try {
    return withJson(withoutDepths(text), (native) => map(native, context))
  } catch (error) {
    // A text that is no JSON fails before the mapper could name its provider.
    throw nameProvider(error, provider.id, context.account)
  }
}
