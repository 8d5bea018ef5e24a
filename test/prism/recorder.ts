import type { Fetch } from '@onetill/core'

/** One request and its answer as they went over the wire. */
export interface Exchange {
  readonly method: string
  readonly status: number
  readonly body: string
  /** What Prism found wrong, with the request or with its own answer. */
  readonly violations: readonly { readonly location?: readonly string[]; readonly message?: string }[]
}

/** A `fetch` that keeps what it saw, and its records. */
export interface Recorder {
  readonly fetch: Fetch
  readonly exchanges: readonly Exchange[]
  /** The newest exchange. */
  readonly last: () => Exchange
}

/** Records every exchange. @param headers sent on top of ours, e.g. `{ prefer: 'code=422' }` */
export function recorder(headers: Readonly<Record<string, string>> = {}): Recorder {
  const exchanges: Exchange[] = []
  return {
    exchanges,
    last: () => {
      const newest = exchanges.at(-1)
      if (newest === undefined) throw new Error('nothing was sent')
      return newest
    },
    fetch: async (input, init) => {
      const request = new Request(input, init)
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
      const response = await fetch(request)
      exchanges.push({
        method: request.method,
        status: response.status,
        body: await response.clone().text(),
        violations: JSON.parse(response.headers.get('sl-violations') ?? '[]'),
      })
      return response
    },
  }
}

/** What Prism found wrong with our requests. */
export function requestViolations(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges.flatMap(({ method, violations }) =>
    violations
      .filter(({ location }) => location?.[0] !== 'response')
      .map((violation) => `${method}: ${JSON.stringify(violation)}`),
  )
}

/** Number of answers Prism itself finds wrong. */
export function wrongAnswers(exchanges: readonly Exchange[]): number {
  return exchanges.filter(({ violations }) => violations.some(({ location }) => location?.[0] === 'response')).length
}
