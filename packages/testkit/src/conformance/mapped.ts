import { inspect, isDeepStrictEqual } from 'node:util'
import {
  assertSession,
  type CheckoutSession,
  type Decision,
  isTillError,
  type MapContext,
  type Mapper,
  normalize,
  normalizeEvent,
  type SessionEvent,
  STATUS_WORDS,
  type TillError,
} from '@onetill/core'
import { CONTEXT } from './suite.ts'

/** What a mapping gave; anything but these three is a defect and is thrown. */
export type Mapped =
  | { readonly kind: 'session'; readonly value: CheckoutSession }
  | { readonly kind: 'event'; readonly value: SessionEvent }
  | { readonly kind: 'error'; readonly error: TillError }

/** Maps an answer's text as an application would. @throws whatever is not a `TillError` */
export function mapText(mapper: Mapper, text: string, context: Partial<MapContext>): Mapped {
  const options = { ...CONTEXT, ...context }
  const { toEvent } = mapper
  return caught(() =>
    context.via === 'webhook' && toEvent !== undefined
      ? { kind: 'event', value: normalizeEvent({ ...mapper, toEvent }, text, options) }
      : { kind: 'session', value: normalize(mapper, text, options) },
  )
}

/** Maps a native value without the way through text. @throws whatever is not a `TillError` */
export function mapValue(mapper: Mapper, native: unknown, context: Partial<MapContext>): Mapped {
  const full = fullContext(context)
  return caught(() =>
    full.via === 'webhook' && mapper.toEvent !== undefined
      ? { kind: 'event', value: mapper.toEvent(native, full) }
      : { kind: 'session', value: mapper.toSession(native, full) },
  )
}

/** The row that decided the status. @throws TillError as the mapping does */
export function statusDecision(mapper: Mapper, native: unknown, context: Partial<MapContext>): Decision | undefined {
  return mapper.explain(native, fullContext(context)).find(({ field }) => field === 'status')
}

/** Holds a result against the model: the strict schema, and that its JSON form is itself. @throws {Error} when not */
export function assertWhole(mapped: Mapped): void {
  if (mapped.kind === 'error') return
  assertShape(mapped)
  const copy: unknown = JSON.parse(JSON.stringify(mapped.value))
  if (!isDeepStrictEqual(copy, mapped.value)) {
    throw new Error(`the JSON form is not the ${mapped.kind} itself: ${inspect(copy)} / ${inspect(mapped.value)}`)
  }
}

/** The strict schema alone. @throws {Error} when it does not fit */
export function assertShape(mapped: Mapped): void {
  if (mapped.kind === 'session') assertSession(mapped.value)
  if (mapped.kind === 'event' && mapped.value.status !== null && !STATUS_WORDS.includes(mapped.value.status)) {
    throw new Error(`${mapped.value.status} is no status`)
  }
}

/** Everything a person or a log could see of an error or another value. */
export function everythingShown(value: unknown): string {
  const parts = [inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null }), String(value)]
  if (value instanceof Error) parts.push(value.message, value.stack ?? '', inspect(value.cause, { showHidden: true }))
  return [...parts, JSON.stringify(value) ?? ''].join('\n')
}

function caught(map: () => Mapped): Mapped {
  try {
    return map()
  } catch (error) {
    if (isTillError(error)) return { kind: 'error', error }
    throw error
  }
}

function fullContext(context: Partial<MapContext>): MapContext {
  return { ...CONTEXT, via: 'read', environment: 'unknown', expected: null, overrides: [], ...context }
}
