import { createTill, type TillOptions } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { createClock, startJwtCheckoutSimulator, startMaashSimulator, startMavenSimulator } from '@onetill/testkit'

/** Signs Maven's deliveries. */
export const WEBHOOK_SECRET = 'whsec_c4na7a9e3b2c4d6f8091a2b3c4d5c4na'
/** When everything happens: the clock stands. */
export const NOW = '2026-01-01T12:00:00Z'

/** The three simulators and a client for them. A part has its own, so that no failure of one counts in another. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** What a part may set. */
export interface StageOptions extends Omit<TillOptions<readonly []>, 'adapters' | 'now'> {
  /** Milliseconds the simulators hold every answer back. @default 0 */
  readonly latencyMs?: number
}

/** Starts the simulators of the three providers on this machine. */
export async function openStage({ latencyMs = 0, ...options }: StageOptions = {}) {
  const clock = createClock({ now: NOW })
  const given = { clock, latencyMs }
  const simulators = {
    maven: await startMavenSimulator(given),
    maash: await startMaashSimulator(given),
    jwt: await startJwtCheckoutSimulator(given),
  }
  const address = ({ url: baseUrl }: { readonly url: string }) => ({ baseUrl, insecureLoopback: true }) as const
  const till = createTill({
    adapters: [
      maven({ ...simulators.maven.credentials, ...address(simulators.maven), webhookSecret: WEBHOOK_SECRET }),
      maash({ ...simulators.maash.credentials, ...address(simulators.maash) }),
      jwtCheckout({ token: simulators.jwt.credentials.apiKey, ...address(simulators.jwt) }),
    ],
    now: () => clock.now().getTime(),
    // The shortest pause between repetitions.
    random: () => 0,
    ...options,
  })
  const close = async () => {
    await Promise.all(Object.values(simulators).map((simulator) => simulator.close()))
  }
  return { ...simulators, till, clock, close }
}

/** Requests of a simulator as `GET 200`, oldest first. */
export function traffic({ requests }: { readonly requests: Stage['maven']['requests'] }): readonly string[] {
  return requests.map(({ method, status }) => `${method} ${status}`)
}

/** Code of the `TillError` a promise rejects with, or what else it did. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
    return 'resolved'
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error ? error.code : String(error)
  }
}

/** A Maven session to create. */
export const VOICE = {
  project: 'clinic',
  caller: '+12025550142',
  amount: { value: '49.99', currency: 'USD' },
  mode: 'charge',
  gateway: 'stripe',
  reference: 'ORD-1',
} as const
/** A Maash session to create. */
export const CRYPTO = {
  merchantId: 'mer_shop',
  reference: 'ORD-2',
  amount: { value: '25.00', currency: 'USD' },
} as const
/** A session of the JWT checkout API to create. */
export const CARD = {
  reference: 'ORD-3',
  amount: { value: '140.76', currency: 'AUD' },
  paymentMethod: 'card',
  idempotencyKey: '0b7e6a52-51f4-4c0e-9b53-0f5d4f2c9a11',
} as const
