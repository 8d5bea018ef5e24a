/** One request a simulator answered. Names only: no header value, query value or body is kept. */
export interface RequestRecord {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Names of the query parameters, as sent. */
  readonly query: readonly string[]
  /** The HTTP status answered. */
  readonly status: number
  /** Header names in lower case, sorted. */
  readonly headers: readonly string[]
  /** Whether an `Idempotency-Key` header was there. */
  readonly idempotencyKey: boolean
  /** By the simulator's clock, RFC 3339 UTC. */
  readonly time: string
}

/** How many requests are kept: a simulator may run for days. */
export const KEPT_REQUESTS = 10_000

/** The last requests, oldest first. */
export interface RequestLog {
  readonly records: readonly RequestRecord[]
  readonly add: (record: RequestRecord) => void
}

/** A log that forgets the oldest request once it holds {@link KEPT_REQUESTS}. */
export const createRequestLog = (): RequestLog => {
  const records: RequestRecord[] = []
  return {
    records,
    add: (record) => {
      if (records.length === KEPT_REQUESTS) records.shift()
      records.push(record)
    },
  }
}

/** What is kept of a request once it was answered. */
export const toRequestRecord = (request: Request, status: number, now: Date): RequestRecord => {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: [...url.searchParams.keys()],
    status,
    headers: [...request.headers.keys()].sort(),
    idempotencyKey: request.headers.has('idempotency-key'),
    time: now.toISOString(),
  }
}
