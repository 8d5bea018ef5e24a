import { configureGlobal, readConfigureGlobal } from 'fast-check'

/** Runs of each property that does not say its own number; the ordinary run has fast-check's 100. */
const NUM_RUNS = 5_000

configureGlobal({ ...readConfigureGlobal(), numRuns: NUM_RUNS, interruptAfterTimeLimit: 300_000 })
