// The one file of the command that names providers.
import type { Adapter, Mapper } from '@onetill/core'
import { jwtCheckout, jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { maash, maashMapper } from '@onetill/maash'
import { maven, mavenMapper } from '@onetill/maven'
import type { JwtSnapshot, MaashSnapshot, MavenSnapshot } from '@onetill/testkit'

/** What an account is configured with; which of it is required the provider's row says. */
export interface AccountSettings {
  readonly account: string
  readonly secret: string
  readonly baseUrl?: string
  readonly insecureLoopback?: boolean
  /** With which deliveries are signed; only where the provider's row says that they are. */
  readonly webhookSecret?: string
}

/** A provider of the command. */
export interface Provider {
  readonly mapper: Mapper
  /** Name of its credential among its options, e.g. `apiKey`. */
  readonly secret: 'apiKey' | 'token'
  /** Whether its deliveries are signed with a secret of the account. */
  readonly signsWebhooks: boolean
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
      signsWebhooks: true,
      connect: ({ secret, ...rest }) => maven({ apiKey: secret, ...rest }),
    },
  ],
  [
    'maash',
    {
      mapper: maashMapper,
      secret: 'apiKey',
      signsWebhooks: false,
      connect: ({ secret, webhookSecret: _, ...rest }) => maash({ apiKey: secret, ...rest }),
    },
  ],
  [
    'jwt-checkout',
    {
      mapper: jwtCheckoutMapper,
      secret: 'token',
      signsWebhooks: false,
      connect: ({ secret, baseUrl = '', webhookSecret: _, ...rest }) =>
        jwtCheckout({ token: secret, baseUrl, ...rest }),
    },
  ],
])

/** A provider and a session id that look real, for help texts. */
export const EXAMPLE = { provider: 'maash', id: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV' } as const

/** Options of `startSimulators`. */
export interface SimulatorChoices {
  readonly seed: number
  readonly now: Date
  /** Goes on where earlier simulators stopped. @default from the beginning */
  readonly snapshots?: Snapshots | undefined
}

/** The state of all simulators, as plain JSON data. */
export interface Snapshots {
  readonly voice: MavenSnapshot
  readonly crypto: MaashSnapshot
  readonly hosted: JwtSnapshot
}

/** The three simulators on one clock, under the kind of payment they simulate, and the adapters that talk to them. */
export async function startSimulators({ seed, now, snapshots }: SimulatorChoices) {
  // Loaded on demand: no other command needs an HTTP server.
  const { createClock, startJwtCheckoutSimulator, startMaashSimulator, startMavenSimulator } = await import(
    '@onetill/testkit'
  )
  const clock = createClock({ now })
  const [voice, crypto, hosted] = await Promise.all([
    startMavenSimulator({ seed, clock, ...(snapshots === undefined ? {} : { snapshot: snapshots.voice }) }),
    startMaashSimulator({
      seed,
      clock,
      sessionMs: 8 * 60_000,
      ...(snapshots === undefined ? {} : { snapshot: snapshots.crypto }),
    }),
    startJwtCheckoutSimulator({ seed, clock, ...(snapshots === undefined ? {} : { snapshot: snapshots.hosted }) }),
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
  const snapshot = (): Snapshots => ({
    voice: voice.snapshot(),
    crypto: crypto.snapshot(),
    hosted: hosted.snapshot(),
  })
  return { clock, voice, crypto, hosted, adapters, snapshot, close }
}

/** What `startSimulators` gives. */
export type Simulators = Awaited<ReturnType<typeof startSimulators>>
