// The conformance suite of each adapter once more: what maps and what asks is the bundle for workers, in its realm.
import { expect, test, vi } from 'vitest'
import type { Adapter, Mapper } from '@onetill/core'
import type { AdapterSuite } from '@onetill/testkit/conformance'
import { describeAdapter } from '../../packages/testkit/src/conformance/describe-adapter.ts'
import { readFixtures } from '../../packages/testkit/src/conformance/fixture.ts'
import { PROVIDERS } from './providers.ts'
import { type Bundle, openRealm } from './realm.ts'

type Core = typeof import('@onetill/core')

const { bundles, suites, asked } = vi.hoisted(() => ({
  bundles: new Map<string, Bundle>(),
  suites: new Map<string, AdapterSuite>(),
  asked: new Map<string, number>(),
}))
const bundleOf = (id = ''): Bundle => {
  const bundle = bundles.get(id)
  if (bundle === undefined) throw new Error(`there is no bundle of ${id}`)
  asked.set(id, (asked.get(id) ?? 0) + 1)
  return bundle
}

/** The adapters' test files hand over their suites and register nothing. */
vi.mock('@onetill/testkit/conformance', async (original) => ({
  ...(await original<object>()),
  describeAdapter: (suite: AdapterSuite) => suites.set(suite.mapper.provider.id, suite),
  fuzzAdapter: () => {},
}))

/** The suite's client and mapping are the bundle's; results are copied, as two realms have two `Object.prototype`. */
vi.mock('@onetill/core', async (original) => ({
  ...(await original<object>()),
  normalize: ((mapper, text, options) =>
    structuredClone(bundleOf(mapper.provider.id).normalize(mapper, text, options))) satisfies Core['normalize'],
  normalizeEvent: ((mapper, text, options) =>
    structuredClone(
      bundleOf(mapper.provider.id).normalizeEvent(mapper, text, options),
    )) satisfies Core['normalizeEvent'],
  createTill: ((options) => {
    const till = bundleOf(options.adapters[0]?.provider.id).createTill({ ...options, fetch: globalThis.fetch })
    return {
      ...till,
      safeRetrieve: async (...args) => {
        const result = await till.safeRetrieve(...args)
        return result.ok ? { ok: true, session: structuredClone(result.session) } : { ok: false, error: result.error }
      },
    }
  }) satisfies Core['createTill'],
}))

for (const { id, names, credential } of PROVIDERS) {
  const { bundle } = await openRealm(names)
  bundles.set(id, bundle)
  await import(`../../adapters/${id}/src/conformance.test.ts`)
  const suite = suites.get(id)
  if (suite === undefined) throw new Error(`${id} has no conformance suite`)
  describeAdapter({
    ...suite,
    mapper: copying(bundle.mapper),
    connect: ({ baseUrl }): Adapter =>
      bundle.connect({ [credential]: suite.credentials[0], baseUrl, insecureLoopback: true } as never),
    skips: `../../adapters/${id}/src/conformance.skips.txt`,
  })
}

test.each(PROVIDERS)('it was the bundle of $id that was asked', ({ id, fixtures }) => {
  // Plain objects of the realm are no plain objects here.
  expect(Object.getPrototypeOf(bundleOf(id).mapper.provider)).not.toBe(Object.prototype)
  expect(asked.get(id)).toBeGreaterThan(readFixtures(fixtures).length)
})

function copying(mapper: Mapper): Mapper {
  const { toSession, toEvent } = mapper
  return {
    ...mapper,
    toSession: (native, context) => structuredClone(toSession(native, context)),
    ...(toEvent === undefined ? {} : { toEvent: (native, context) => structuredClone(toEvent(native, context)) }),
  }
}
