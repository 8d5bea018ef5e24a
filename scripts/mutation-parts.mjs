// What is mutated, and the tests that have to notice: those beside the source, which need no server and no other process.
const core = 'packages/core/src'
const store = 'packages/store/src'
const reconcile = 'packages/reconcile/src'

/** The parts that must not be wrong, by name. */
export const PARTS = {
  money: {
    mutate: [`${core}/decimal.ts`, `${core}/money.ts`],
    tests: [`${core}/decimal.test.ts`, `${core}/money.test.ts`, `${core}/minor-units.test.ts`],
  },
  status: {
    mutate: ['status', 'status-table', 'answers', 'summary'].map((name) => `${core}/${name}.ts`),
    tests: ['status', 'status-table', 'answers', 'summary'].map((name) => `${core}/${name}.test.ts`),
  },
  reducer: {
    mutate: ['reduce', 'merge', 'order'].map((name) => `${store}/${name}.ts`),
    tests: ['reduce', 'merge', 'order'].map((name) => `${store}/${name}.test.ts`),
  },
  signature: { mutate: [`${core}/signature.ts`], tests: [`${core}/signature.test.ts`] },
  classifier: {
    mutate: [`${reconcile}/classify.ts`],
    tests: [`${reconcile}/classify.test.ts`, `${reconcile}/classify-money.test.ts`],
  },
}
