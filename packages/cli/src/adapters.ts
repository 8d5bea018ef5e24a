// The one file of the command that names providers.
import type { Adapter, Mapper } from '@onetill/core'
import { jwtCheckout, jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { maash, maashMapper } from '@onetill/maash'
import { maven, mavenMapper } from '@onetill/maven'

/** What an account is configured with; which of it is required the provider's row says. */
export interface AccountSettings {
  readonly account: string
  readonly secret: string
  readonly baseUrl?: string
  readonly insecureLoopback?: boolean
}

/** A provider of the command. */
export interface Provider {
  readonly mapper: Mapper
  /** Name of its credential among its options, e.g. `apiKey`. */
  readonly secret: 'apiKey' | 'token'
  /** The adapter for an account. @throws invalid_options */
  readonly connect: (settings: AccountSettings) => Adapter
}

/** All providers, by id. */
export const PROVIDERS: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  [
    'maven',
    {
      mapper: mavenMapper,
      secret: 'apiKey',
      connect: ({ secret, ...rest }) => maven({ apiKey: secret, ...rest }),
    },
  ],
  [
    'maash',
    {
      mapper: maashMapper,
      secret: 'apiKey',
      connect: ({ secret, ...rest }) => maash({ apiKey: secret, ...rest }),
    },
  ],
  [
    'jwt-checkout',
    {
      mapper: jwtCheckoutMapper,
      secret: 'token',
      connect: ({ secret, baseUrl = '', ...rest }) => jwtCheckout({ token: secret, baseUrl, ...rest }),
    },
  ],
])

/** A provider and a session id that look real, for help texts. */
export const EXAMPLE = { provider: 'maash', id: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV' } as const

/** Options of `startSimulators`. */
export interface SimulatorChoices {
  readonly seed: number
  readonly now: Date
}

/** The three simulators on one clock, under the kind of payment they simulate, and the adapters that talk to them. */
export async function startSimulators({ seed, now }: SimulatorChoices) {
  // Loaded on demand: no other command needs an HTTP server.
  const { createClock, startJwtCheckoutSimulator, startMaashSimulator, startMavenSimulator } = await import(
    '@onetill/testkit'
  )
  const clock = createClock({ now })
  const [voice, crypto, hosted] = await Promise.all([
    startMavenSimulator({ seed, clock }),
    startMaashSimulator({ seed, clock, sessionMs: 8 * 60_000 }),
    startJwtCheckoutSimulator({ seed, clock }),
  ])
  // The simulators are ours: looking at them all the time costs nobody anything.
  const local = { insecureLoopback: true, rateLimit: null }
  const adapters = {
    voice: maven({ apiKey: voice.credentials.apiKey, baseUrl: voice.url, ...local }),
    crypto: maash({ apiKey: crypto.credentials.apiKey, baseUrl: crypto.url, ...local }),
    hosted: jwtCheckout({ token: hosted.credentials.apiKey, baseUrl: hosted.url, ...local }),
  }
  const close = async (): Promise<void> => {
    await Promise.all([voice.close(), crypto.close(), hosted.close()])
  }
  return { clock, voice, crypto, hosted, adapters, close }
}

/** What `startSimulators` gives. */
export type Simulators = Awaited<ReturnType<typeof startSimulators>>
