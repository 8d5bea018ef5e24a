// What the test and the process of the servers say to each other.

/** What a server is to do; every order is answered. */
export type Order =
  /** Listens on a port of its own and fails so on each connection. */
  | { readonly do: 'open'; readonly fault: string }
  /** What came to a port; `forget` ends it. */
  | { readonly do: 'seen' | 'forget'; readonly port: number }

/** What came to a port. */
export interface Report {
  readonly port: number
  /** Heads of the whole requests, header names in lower case. */
  readonly heads: readonly string[]
  /** When each was whole, in milliseconds. */
  readonly times: readonly number[]
  /** Connections that carried something and still stand. */
  readonly standing: number
}

/** An order as it is sent. */
export interface Numbered {
  readonly id: number
  readonly order: Order
}

/** What comes back. */
export interface Answer {
  readonly id: number
  readonly report: Report
}
