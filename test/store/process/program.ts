// Runs as a process of its own, from a bundle.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { openStore, type Store } from '@onetill/store'
import { openSqlite } from '../../../packages/store/src/sqlite.ts'
import { batch } from './batch.ts'
import { deliveriesTo } from './deliver.ts'
import type { Order, Way } from './orders.ts'
import { say, watchPhases } from './phases.ts'

/** A process that nobody ends, ends. */
const LONGEST_MS = 60_000

/** How something of a number reaches the store; when it resolves, it may be answered. */
const HAND_IN: Readonly<Record<Way, (store: Store) => (number: number) => Promise<void>>> = {
  record: (store) => async (number) => {
    await store.record(batch(number))
  },
  webhook: (store) => {
    const deliver = deliveriesTo(store)
    return async (number) => {
      const status = await deliver(number)
      if (status < 200 || status > 299) throw new Error(`answered ${status}`)
    }
  },
}

const PROGRAMS: { readonly [K in Order['program']]: (order: Extract<Order, { program: K }>) => Promise<void> } = {
  endless: async ({ way, place, from, stop }) => {
    const store = await openStore(place)
    const handIn = HAND_IN[way](store)
    say('ready')
    const enter = watchPhases(stop)
    for (let number = from; ; number++) {
      enter('prepare')
      await setImmediate()
      await handIn(number)
      enter('answer')
      await setImmediate()
      say(`done ${number}`)
    }
  },
  some: async ({ place, from, to }) => {
    const store = await openStore(place)
    say('ready')
    for (let number = from; number < to; number++) {
      await store.record(batch(number)).then(
        () => say(`done ${number}`),
        (error: { readonly code: string; readonly cause?: { readonly code?: unknown } }) =>
          say(`failed ${number} ${error.code} ${String(error.cause?.code)}`),
      )
    }
    await store.close().catch(() => say('close failed'))
  },
  deliver: async ({ place, number, times, gate }) => {
    const store = await openStore(place)
    const deliver = deliveriesTo(store)
    say('ready')
    while (!existsSync(gate)) await setTimeout(1)
    const statuses = await Promise.all(Array.from({ length: times }, () => deliver(number)))
    for (const status of statuses) say(`status ${status}`)
    await store.close()
  },
  open: async ({ place }) => {
    const store = await openStore(place)
    const { sessions } = await store.list()
    say(`opened ${sessions.length}`)
    await store.close()
  },
  lock: async ({ place, ms }) => {
    const engine = await openSqlite((place.url ?? '').replace('sqlite:', ''))
    await engine.db.transaction().execute(async () => {
      say('locked')
      await setTimeout(ms)
      say('released')
    })
    await engine.close()
  },
}

// The parent writes it.
const order = JSON.parse(process.argv[2] ?? '') as Order
globalThis.setTimeout(() => process.exit(9), LONGEST_MS).unref()
const run = PROGRAMS[order.program] as (given: Order) => Promise<void>
run(order).catch((error: { readonly code?: unknown; readonly cause?: { readonly code?: unknown } }) => {
  say(`error ${String(error.code)} ${String(error.cause?.code)}`)
  process.exitCode = 1
})
