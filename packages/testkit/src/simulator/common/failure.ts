/** Which requests a scripted failure is for. `path` is tested against the path without the query. */
export type RequestMatch = 'any' | { readonly method?: string; readonly path?: RegExp }

/** An answer the simulator gives instead of its own. */
export interface Failure {
  /** The HTTP status. */
  readonly status: number
  /**
   * Text is sent as it is, anything else as JSON.
   * @default the provider's documented error body for the status
   */
  readonly body?: unknown
  /** Further headers, for example `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * How many matching requests are answered so.
   * @default 1
   */
  readonly times?: number
  /**
   * `before`: the request is not carried out. `after`: it is, and only its answer is lost.
   * @default 'before'
   */
  readonly when?: 'before' | 'after'
}

/** Failures waiting for their requests, oldest first. */
export interface FailureScript {
  readonly add: (next: RequestMatch, failure: Failure) => void
  /** The failure for this request, taken off the script; null when there is none. */
  readonly take: (method: string, path: string) => Failure | null
}

/** An empty script. */
export const createFailureScript = (): FailureScript => {
  let waiting: { readonly next: RequestMatch; readonly failure: Failure; left: number }[] = []
  return {
    add: (next, failure) => {
      waiting.push({ next, failure, left: failure.times ?? 1 })
    },
    take: (method, path) => {
      const found = waiting.find(({ next }) => matches(next, method, path))
      if (found === undefined) return null
      found.left -= 1
      waiting = waiting.filter(({ left }) => left > 0)
      return found.failure
    },
  }
}

const matches = (next: RequestMatch, method: string, path: string): boolean =>
  next === 'any' || ((next.method ?? method) === method && (next.path === undefined || path.search(next.path) >= 0))
