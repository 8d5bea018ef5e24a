import { describe, onTestFinished } from 'vitest'
import { changeCases } from './change-cases.ts'
import { claimCases } from './claim-cases.ts'
import { deliveryCases } from './delivery-cases.ts'
import { filterCases } from './filter-cases.ts'
import { linkCases } from './link-cases.ts'
import { lookCases } from './look-cases.ts'
import { methodCases } from './method-cases.ts'
import { orderCases } from './order-cases.ts'
import { pageCases } from './page-cases.ts'
import type { Kit, StoreSuite } from './suite.ts'
import { textCases } from './text-cases.ts'
import { totalCases } from './total-cases.ts'
import { upkeepCases } from './upkeep-cases.ts'
import { writerCases } from './writer-cases.ts'

let places = 0

/**
 * The conformance suite of stores: registers vitest cases that a store has to pass on every database. To be called at
 * the top of a test file.
 */
export function describeStore({ name, open, observations = 3_000 }: StoreSuite): void {
  const place = (): string => `conformance-${++places}`
  const kit: Kit = {
    observations,
    place,
    open: async (where = place(), options = {}) => {
      const store = await open(where, options)
      onTestFinished(() => store.close())
      return store
    },
  }
  describe(`conformance of the store on ${name}`, () => {
    methodCases(kit)
    textCases(kit)
    filterCases(kit)
    pageCases(kit)
    totalCases(kit)
    orderCases(kit)
    changeCases(kit)
    claimCases(kit)
    deliveryCases(kit)
    linkCases(kit)
    lookCases(kit)
    upkeepCases(kit)
    writerCases(kit)
  })
}
