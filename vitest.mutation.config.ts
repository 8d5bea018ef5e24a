import process from 'node:process'
import { defineConfig } from 'vitest/config'
import { PARTS } from './scripts/mutation-parts.mjs'

const part = Object.entries(PARTS).find(([name]) => name === process.env['ONETILL_MUTATION'])?.[1]
/**
 * Core's own `imports` are its sources. What other packages import of it is as built, one file each: a run for every change
 * would spend its time on loading them.
 */
const conditions = part?.mutate[0]?.startsWith('packages/core/') ? ['@onetill/source', 'node'] : ['node']

/** For `npm run mutation`, which says by the environment which part it is at. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: part?.tests ?? [], setupFiles: ['test/setup/mutation.ts'] },
})
