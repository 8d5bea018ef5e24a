// The only file that knows ky. ky 1.14.3 is used with its retry, timeout and error off: its timeout does not cover the
// body, its errors print credentials and it follows redirects with `x-api-key`.
import ky from 'ky'
import { withDeadline } from './deadline.ts'
import { echoOf } from './echo.ts'
import { isTillError, safeCause, TillError } from './error.ts'
import { readBody } from './read-body.ts'
import { parseRetryAfter } from './retry-after.ts'

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Whole address; path segments are encoded. */
  readonly url: string
  /** Path with names instead of values, e.g. `/v1/sessions/{id}`: what a limit counts together and telemetry shows. */
  readonly route: string
  /** Sent as they are; a credential in them has been checked. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body?: string
  /** For a POST: whether the provider recognizes a repetition, by a key or a reference. @default false */
  readonly repeatable?: boolean
}

/** One HTTP answer, read to its end. */
export interface HttpAnswer {
  /** HTTP status; a redirect never arrives here. */
  readonly status: number
  /** Decoded body. */
  readonly text: string
  /** The provider's id of the request, where it sends one in `x-request-id` or `request-id`. */
  readonly requestId: string | null
  /** Milliseconds to wait, where the answer has a `retry-after` that can be read. */
  readonly retryAfterMs: number | null
}

/** Limits of one request. */
export interface HttpLimits {
  /** Milliseconds for connect, headers and body together. */
  readonly deadlineMs: number
  /** Largest decoded body in bytes. */
  readonly maxResponseBytes: number
  /** The clock for a date in `retry-after`, milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  /** Ends the request; its `reason` is thrown as it is. */
  readonly signal?: AbortSignal | undefined
}

/** The standard `fetch`. */
export type Fetch = typeof globalThis.fetch

/**
 * Sends one request, once.
 * @throws deadline, network, redirect_refused, response_too_large, invalid_response; or the signal's reason
 */
export async function send(request: HttpRequest, limits: HttpLimits, fetch: Fetch): Promise<HttpAnswer> {
  const init: RequestInit = {
    method: request.method,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: 'manual',
  }
  try {
    return await withDeadline(limits, async (signal) => {
      let answered: Promise<Response> | undefined
      // Not with ky's own request, which would follow our signal through three others: they cost more than the rest of
      // ky. And not as a method of its options, which the `fetch` of browsers and workers refuses (Illegal invocation).
      const once = (): Promise<Response> => (answered ??= fetch(request.url, { ...init, signal }))
      const response = await ky(request.url, {
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
        // From a hook, an answer spares ky the copy of its request. A `Response` of another make ky asks for again.
        hooks: { beforeRequest: [once] },
        fetch: once,
      })
      if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
        await response.body?.cancel()
        throw new TillError({
          code: 'redirect_refused',
          message: 'the answer is a redirect',
          httpStatus: response.status,
        })
      }
      return {
        status: response.status,
        text: await readBody(response, limits.maxResponseBytes, signal),
        requestId: requestIdOf(response.headers, request.headers),
        retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), (limits.now ?? Date.now)()),
      }
    })
  } catch (error) {
    if (isTillError(error) || limits.signal?.aborted === true) throw error
    throw new TillError({ code: 'network', message: 'no answer reached us', cause: safeCause(error) })
  }
}

/** It stands in logs, events and errors, so a credential that comes back as an id is left out here. */
function requestIdOf(headers: Headers, sent: HttpRequest['headers']): string | null {
  const id = headers.get('x-request-id') ?? headers.get('request-id')
  return id !== null && /^[\w.:-]{1,128}$/.test(id) && !echoOf(sent)(id) ? id : null
}
