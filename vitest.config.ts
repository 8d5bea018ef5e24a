import { configDefaults, defineConfig } from 'vitest/config'
import type { InlineConfig } from 'vitest/node'

// Workspace packages resolve to their sources, so tests need no build.
const conditions = ['@onetill/source', 'node']

const DEEP = '**/*.deep.test.ts'
const POSTGRES = 'test/setup/postgres.ts'
const NO_CODE_GENERATION = 'test/no-code-generation.test.ts'
/** They measure times, so they have the machine for themselves. */
const TIMED = [
  'test/faults/**/*.test.ts',
  'test/sync/many-processes.test.ts',
  'test/store/sqlite.test.ts',
  'test/status-page/kill.test.ts',
]

/**
 * What each mode (`vitest run --mode …`) adds to the common settings. `no-code-generation` repeats the adapters' conformance
 * suite as on platforms that forbid `eval`; `timed` measures times and has the machine for itself; `deep` is
 * `npm run check:deep`; `coverage` and `fuzz` are the scripts of those names.
 */
const MODES: Readonly<Record<string, InlineConfig>> = {
  test: {
    include: ['packages/*/src/**/*.test.ts', 'adapters/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, DEEP, NO_CODE_GENERATION, ...TIMED],
    globalSetup: [POSTGRES],
    // Much of it waits for servers, browsers and child processes, so three keep two processors busy.
    maxWorkers: 3,
  },
  'no-code-generation': {
    include: ['adapters/*/src/**/conformance.test.ts', NO_CODE_GENERATION],
    setupFiles: ['test/setup/no-code-generation.ts'],
    execArgv: ['--disallow-code-generation-from-strings'],
    maxWorkers: 2,
  },
  timed: { include: TIMED, globalSetup: [POSTGRES], maxWorkers: 2, testTimeout: 600_000 },
  deep: {
    include: ['packages/*/src/**/*.test.ts', 'adapters/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, NO_CODE_GENERATION, ...TIMED],
    setupFiles: ['test/setup/deep.ts'],
    globalSetup: [POSTGRES],
    testTimeout: 600_000,
  },
  coverage: {
    include: ['packages/*/src/**/*.test.ts', 'adapters/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    // What runs in processes and browsers of its own is not counted.
    exclude: [...configDefaults.exclude, DEEP, '**/*.browser.test.ts', 'test/cli/**', NO_CODE_GENERATION, ...TIMED],
    globalSetup: [POSTGRES],
    maxWorkers: 2,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['packages/*/src/**/*.ts', 'adapters/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts', '**/*.generated.ts'],
      reporter: ['text', 'html', 'json-summary'],
      reportsDirectory: 'test/output/coverage',
      // What a failing test reached is still worth knowing.
      reportOnFailure: true,
    },
  },
  fuzz: { include: ['adapters/*/src/**/conformance.test.ts'], maxWorkers: 2 },
}

export default defineConfig(({ mode }) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...MODES[mode],
  },
}))
