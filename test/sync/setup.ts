import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { createTill } from '@onetill/core'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import type { Store } from '@onetill/store'
import { type SimulatorOptions, startMaashSimulator, startMavenSimulator } from '@onetill/testkit'
import {
  createSync,
  createTraffic,
  type SyncOptions,
  type SyncTill,
  sharedRateBudget,
} from '../../packages/sync/src/index.ts'
import { opened, type TestEngine } from '../store/engines.ts'

export const SECRET = 'whsec_test_c4na0123456789abcdef'
export const CALL = {
  project: 'front-desk',
  caller: '+12025550142',
  amount: '5.00',
  mode: 'charge',
  gateway: 'stripe',
  description: 'Invoice 1042',
} as const

/** A client on two simulators whose limits are shared over a store. */
export function tillOn(store: Store, urls: { readonly maven: string; readonly maash: string }, keys: Keys) {
  const traffic = createTraffic()
  const till = createTill({
    adapters: [
      maven({
        apiKey: keys.maven,
        baseUrl: urls.maven,
        insecureLoopback: true,
        webhookSecret: SECRET,
        rateLimit: FAST,
      }),
      maash({ apiKey: keys.maash, baseUrl: urls.maash, insecureLoopback: true }),
    ],
    rateBudget: sharedRateBudget(store),
    observers: [traffic.observe],
    maxRetries: 0,
  })
  return { till, traffic }
}

interface Keys {
  readonly maven: string
  readonly maash: string
}

const FAST = { requests: 50, windowMs: 1_000 } as const

/** A store, two providers, a client and its sync; all of it ends with the test. */
export async function setup(
  place: TestEngine['place'],
  options: Partial<Omit<SyncOptions<SyncTill>, 'till' | 'store'>> = {},
  simulated: Pick<SimulatorOptions<never>, 'latencyMs'> = {},
) {
  const { now } = options
  const store = await opened(place(), now === undefined ? {} : { now: () => new Date(now()) })
  const [mavens, maashs] = await Promise.all([startMavenSimulator(simulated), startMaashSimulator(simulated)])
  onTestFinished(async () => {
    await Promise.all([mavens.close(), maashs.close()])
  })
  const urls = { maven: mavens.url, maash: maashs.url }
  const keys = { maven: mavens.credentials.apiKey, maash: maashs.credentials.apiKey }
  const { till, traffic } = tillOn(store, urls, keys)
  const errors: unknown[] = []
  const sync = createSync({ till, store, traffic, pollMs: 100, onError: (error) => errors.push(error), ...options })
  onTestFinished(() => sync.stop())
  return { store, mavens, maashs, till, traffic, sync, errors, urls, keys }
}

/** Waits until something holds. @throws when it does not within the time */
export async function until<T>(find: () => Promise<T | null | undefined | false>, ms = 10_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const found = await find()
    if (found !== null && found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error('it did not come')
    await sleep(20)
  }
}
