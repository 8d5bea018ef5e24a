import { configureGlobal } from 'fast-check'

/** The same random cases for every mutant, so that a score can be repeated. */
configureGlobal({ seed: 20_261_120, numRuns: 100 })
