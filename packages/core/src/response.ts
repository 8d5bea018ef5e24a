import type { HttpAnswer } from './transport.ts'

/** How an operation went over the wire. */
export interface ResponseInfo {
  /** HTTP status of the last answer. */
  readonly httpStatus: number
  /** The provider's id of the request, for its support, or null where it sends none. */
  readonly requestId: string | null
  /** HTTP requests sent, repetitions included. */
  readonly attempts: number
  /** Milliseconds from the call to its result, waiting included. */
  readonly elapsedMs: number
}

const responses = new WeakMap<object, ResponseInfo>()

/**
 * How a result of the client came over the wire; undefined for what the client did not answer. Kept beside the result
 * and not in it, so that a session stays the same data wherever it comes from.
 * @example const { requestId, attempts } = responseOf(await till.retrieve('maven', id)) ?? {}
 */
export function responseOf(result: object): ResponseInfo | undefined {
  return responses.get(result)
}

/** Remembers how a result came about, for as long as the result is kept. */
export function rememberResponse(
  result: unknown,
  answer: HttpAnswer | null,
  progress: Pick<ResponseInfo, 'attempts' | 'elapsedMs'>,
): void {
  if (typeof result !== 'object' || result === null || answer === null) return
  responses.set(result, { httpStatus: answer.status, requestId: answer.requestId, ...progress })
}
