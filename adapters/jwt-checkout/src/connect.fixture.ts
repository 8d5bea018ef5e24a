// For this package's tests.
import { createTill, isTillError, type TillError } from '@onetill/core'
import { type JwtCheckoutOptions, jwtCheckout } from './adapter.ts'

/** An order for the simulator. */
export const ORDER = {
  orderReference: 'ORD-12345',
  paymentMethod: 'card',
  currency: 'USD',
  amount: { total: '140.76' },
}

/** What a client needs to know of a simulator. */
interface Host {
  readonly url: string
  readonly credentials: { readonly apiKey: string }
}

/** A client with this adapter alone, for a simulator and its API key unless the options say otherwise. */
export const connectTo = ({ url, credentials }: Host, options: Partial<JwtCheckoutOptions> = {}) =>
  createTill({
    adapters: [jwtCheckout({ baseUrl: url, token: credentials.apiKey, insecureLoopback: true, ...options })],
    // A scripted failure is answered once; a retry would pass it by.
    maxRetries: 0,
  })

/** The error a promise ends with; any other end fails the test. */
export async function failing(work: Promise<unknown>): Promise<TillError> {
  const error: unknown = await work.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  )
  if (isTillError(error)) return error
  throw error
}
