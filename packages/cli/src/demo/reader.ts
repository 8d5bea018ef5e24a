import { type Adapter, type CheckoutSession, createTill, type ProviderFacts, sessionKey } from '@onetill/core'
import type { HealthReport } from '@onetill/status-page'
import type { Store } from '@onetill/store'
import type { Traffic } from '@onetill/sync'
import type { Simulators } from '../adapters.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { failureLine } from '../failure.ts'
import type { DemoRef, Story } from './story.ts'

/** Reads the sessions of a round over HTTP. */
export interface DemoReader {
  readonly read: () => Promise<{ readonly sessions: readonly CheckoutSession[]; readonly exitCode: number }>
  /** Reads one by its key. @throws when the round has none by it */
  readonly readOne: (key: string) => Promise<CheckoutSession>
  /** How reading goes. */
  readonly health: () => HealthReport
}

/** What a reader needs. */
export interface DemoReaderOptions {
  readonly simulators: Simulators
  readonly story: Story
  readonly context: Pick<CliContext, 'signal' | 'report'>
  /** Watches what is sent; with it the answers are kept for the store. @default nothing is watched or kept */
  readonly traffic?: Traffic | undefined
}

/** Over how many minutes traffic is counted. */
const TRAFFIC_MINUTES = 5

/** A reader of one round. */
export function createReader({ simulators, story, context, traffic }: DemoReaderOptions): DemoReader {
  const { adapters, clock } = simulators
  const { signal, report } = context
  const all: readonly Adapter[] = Object.values(adapters)
  const till = createTill({
    adapters: all,
    now: () => clock.now().getTime(),
    ...(traffic === undefined ? {} : { observers: [traffic.observe] }),
  })
  const raw = traffic !== undefined
  const readMany = (refs: readonly DemoRef[]) => till.retrieveMany(refs, { signal, raw })
  let readAt: number | null = null
  return {
    read: async () => {
      const sessions: CheckoutSession[] = []
      let exitCode: number = EXIT_CODES.ok.code
      for (const result of await readMany(story.refs())) {
        if (result.ok) sessions.push(result.session)
        else {
          report(failureLine(result.error))
          exitCode = EXIT_CODES.provider.code
        }
      }
      readAt = clock.now().getTime()
      return { sessions, exitCode }
    },
    readOne: async (key) => {
      const refs = story.refs().filter(({ provider, id }) => sessionKey({ provider, account: 'default', id }) === key)
      const [result] = await readMany(refs)
      if (result?.ok === true) return result.session
      throw result?.error ?? new Error('its simulators are gone')
    },
    health: () => ({
      running: true,
      accounts: all.map(({ provider, account, rateLimit = provider.rateLimit }) => {
        const watched = story.refs().filter((ref) => ref.provider === provider.id).length
        const health = traffic?.healthOf(provider.id, account) ?? null
        return {
          ...{ provider: provider.id, account, watched, due: 0, held: 0, failing: 0, lagMs: 0 },
          readsPerMinute: Math.round((health?.requests ?? 0) / TRAFFIC_MINUTES),
          freshnessMs: readAt === null ? null : clock.now().getTime() - readAt,
          ...{ health, rateLimit },
        }
      }),
    }),
  }
}

/** Writes what was read into the store. @returns the sessions as the store has them, in the same order */
export async function remember(
  store: Store,
  sessions: readonly CheckoutSession[],
  { adapters }: Simulators,
): Promise<readonly CheckoutSession[]> {
  const { keepNative, observe } = await import('@onetill/store')
  const facts = new Map<string, ProviderFacts>(Object.values(adapters).map(({ provider }) => [provider.id, provider]))
  // What the shop ordered comes with the session: it is kept beside what the provider says.
  await store.track(
    sessions.flatMap(({ provider, account, id, expected }) =>
      expected === null ? [] : [{ provider, account, id, expected }],
    ),
  )
  const observations = sessions.flatMap((session) => {
    const provider = facts.get(session.provider)
    if (provider === undefined) return []
    return [observe(session, provider, { native: keepNative(session.raw ?? '', provider.keeps ?? []) })]
  })
  // The demo reads everything with each step; nothing of it is due for anybody else.
  const recorded = await store.record(observations, { next: () => ({ at: null }) })
  const byKey = new Map(recorded.map(({ key, stored }) => [key, stored.session]))
  return sessions.map((session) => byKey.get(sessionKey(session)) ?? session)
}
