// Three simulated providers, a store, a sync that keeps it, and the pages: as `onetill serve` has it.
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { createTill, sessionKey } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import type { StoredSession } from '@onetill/store'
import { startJwtCheckoutSimulator, startMaashSimulator, startMavenSimulator } from '@onetill/testkit'
import { explainStatus, keptPaths, PROVIDER_NAMES } from '../../packages/cli/src/server/explain.ts'
import { listen } from '../../packages/cli/src/server/listen.ts'
import { startPage } from '../../packages/cli/src/server/page-server.ts'
import { readNow } from '../../packages/cli/src/server/read-now.ts'
import type { StatusPageOptions } from '../../packages/status-page/src/options.ts'
import { createSync, createTraffic, sharedRateBudget, type TrackedRef } from '../../packages/sync/src/index.ts'
import { opened, type TestEngine } from '../store/engines.ts'
import { CALL } from '../sync/setup.ts'

const FAST = { requests: 50, windowMs: 1_000 } as const

/** Somebody's order, and how to know it again. */
export interface Order {
  readonly id: string
  readonly key: string
  /** Reads it again now, as a delivery would make the sync do. */
  readonly due: () => Promise<unknown>
  /** Waits until the store has it so. */
  readonly until: (holds: (stored: StoredSession) => boolean) => Promise<void>
}

/** Starts all of it; it ends with the test. */
export async function working({ place }: Pick<TestEngine, 'place'>, more: Partial<StatusPageOptions> = {}) {
  const store = await opened(place())
  const [voice, crypto, hosted] = await Promise.all([
    startMavenSimulator(),
    startMaashSimulator(),
    startJwtCheckoutSimulator(),
  ])
  onTestFinished(async () => {
    await Promise.all([voice.close(), crypto.close(), hosted.close()])
  })
  const local = { insecureLoopback: true, rateLimit: FAST } as const
  const traffic = createTraffic()
  const till = createTill({
    adapters: [
      maven({ apiKey: voice.credentials.apiKey, baseUrl: voice.url, ...local }),
      maash({ apiKey: crypto.credentials.apiKey, baseUrl: crypto.url, ...local }),
      jwtCheckout({ token: hosted.credentials.apiKey, baseUrl: hosted.url, ...local }),
    ],
    ...{ rateBudget: sharedRateBudget(store), observers: [traffic.observe], maxRetries: 0 },
  })
  const sync = createSync({ till, store, traffic, pollMs: 50 })
  onTestFinished(() => sync.stop())
  await sync.start()
  const options: StatusPageOptions = {
    ...{ store, links: store.links, explain: explainStatus, keeps: keptPaths, providerNames: PROVIDER_NAMES },
    ...{ health: () => sync.status(), merchant: 'Northwind', liveEveryMs: 20 },
    readAgain: (key) => readNow(key, { till, store }),
    ...more,
  }
  const serve = async (port = 0) => {
    const server = await startPage(options, { host: '127.0.0.1', port }, listen)
    onTestFinished(() => server.close(0))
    return server
  }
  const server = await serve()

  async function tracked(ref: TrackedRef): Promise<Order> {
    const { provider, id } = ref
    const key = sessionKey({ provider, account: 'default', id })
    const until = async (holds: (stored: StoredSession) => boolean) => {
      const held = async () => {
        const stored = await store.get(key)
        return stored !== null && holds(stored)
      }
      await expect.poll(held, { timeout: 15_000, interval: 20 }).toBe(true)
    }
    await sync.track([ref])
    // Known from the beginning, and read a moment later.
    await until(({ lastConfirmedAt }) => lastConfirmedAt !== null)
    return { id, key, until, due: () => sync.track([{ provider, id }]) }
  }
  return {
    ...{ store, voice, crypto, hosted, sync, server, serve, url: server.url },
    /** A call that asks for five dollars. */
    call: (reference: string) => {
      const { session_id: id } = voice.create(CALL)
      const amount = { value: '5.00', currency: 'USD' }
      return tracked({ provider: 'maven', id, expected: { reference, amount } })
    },
    /** A checkout that asks for a hundred dollars on a chain. */
    checkout: (reference: string) => {
      const order = { merchant_id: 'mer_1', transaction_id: reference, amount_usd: '100.00' }
      return tracked({ provider: 'maash', id: crypto.create(order).session_id })
    },
    /** A hosted page whose provider does not say that it asks for 120 euros. */
    page: (reference: string) => {
      const order = { orderReference: reference, paymentMethod: 'card', currency: 'EUR', amount: { total: '120.00' } }
      const expected = { reference, amount: { value: '120.00', currency: 'EUR' } }
      return tracked({ provider: 'jwt-checkout', id: hosted.create(order).id, expected })
    },
  }
}

/** What `working` starts. */
export type World = Awaited<ReturnType<typeof working>>

/** Goes on with Tab until what has the focus is called so. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab')
    const called = await page.evaluate(
      `document.activeElement.textContent + ' ' + (document.activeElement.getAttribute('name') ?? '')`,
    )
    if (name.test(String(called).trim())) return
  }
  throw new Error(`no way to ${name}`)
}
