import { expect } from 'vitest'
import { type Adapter, type CheckoutSession, createTill, ERRORS, type ErrorCode, type Safe } from '@onetill/core'
import { type AnsweringServer, type ServerAnswer, startAnsweringServer } from './answering-server.ts'
import { errorInName } from './fixture.ts'
import { toText } from './json-text.ts'
import { type Kit, readable } from './kit.ts'
import { everythingShown, mapText } from './mapped.ts'
import { leaves, replaced } from './place.ts'
import { CONTEXT } from './suite.ts'

/** Ids that would leave their place in the path. */
const BAD_IDS = ['..', '../../x', '', '.', 'a/b', 'a%2fb', '%2e%2e', 'a?b=c', 'a#b', 'a b', 'a\r\nb', 'a\\b', '\u0000']

/** Refusals that every provider has, and what a fixture of each may be called. */
const REFUSALS = [
  { code: 'authentication', file: 'error.401-authentication.json' },
  { code: 'not_found', file: 'error.404-not_found.json' },
  { code: 'rejected', file: 'error.422-rejected.json' },
] as const satisfies { readonly code: ErrorCode; readonly file: string }[]

/** Over real HTTP: error fixtures, planted credentials, ids that climb. */
export function httpCases(kit: Kit): void {
  const { suite, fixtures, test, count } = kit
  for (const { file, text } of fixtures.filter(({ kind }) => kind === 'error')) {
    const { httpStatus, code } = errorInName(file)
    test(`${file} is ${code} with its outcome`, () =>
      served(kit, async ({ server, read }) => {
        server.answerWith({ status: httpStatus, body: text })
        const safe = await read()
        const { outcome, retry } = ERRORS[code]
        const provider = suite.mapper.provider.id
        expect(safe.ok ? safe.session : safe.error).toMatchObject({ code, outcome, retry, httpStatus, provider })
        noCredential(kit, safe)
      }))
  }

  test('error fixtures cover a refused credential, a missing session and a refused request', () => {
    const codes = fixtures.filter(({ kind }) => kind === 'error').map(({ file }) => errorInName(file).code)
    const missing = REFUSALS.filter(({ code }) => !codes.includes(code)).map(({ file }) => file)
    expect(missing, 'fixtures: add these answers, from the provider’s page on errors').toEqual([])
  })

  test('a read answers what the mapping of the same text answers, without a credential in sight', () =>
    served(kit, async ({ server, read, adapter }) => {
      for (const fixture of readable(kit).filter(({ via }) => via === 'read')) {
        server.answerWith({ status: 200, body: fixture.text })
        const safe = await read()
        const { account, environment } = adapter
        const mapped = mapText(suite.mapper, fixture.text, { via: 'read', account, environment })
        expect(safe, fixture.file).toEqual({ ok: true, session: mapped.kind === 'error' ? mapped.error : mapped.value })
        noCredential(kit, safe)
        count(1)
      }
      noCredential(kit, adapter)
    }))

  test('planted credentials appear in no error, also when the provider echoes them', () =>
    served(kit, async ({ server, read }) => {
      for (const answer of echoes(kit)) {
        server.answerWith(answer)
        const safe = await read()
        // A session that echoes what was sent is the provider's data; errors are ours.
        if (!safe.ok) noCredential(kit, safe.error)
        else expect(answer === 'hang up' ? 0 : answer.status).toBe(200)
        count(1)
      }
    }))

  test('an id that cannot stand in a path is refused before any request', () =>
    served(kit, async ({ server, adapter }) => {
      const till = createTill({ adapters: [adapter] })
      for (const id of BAD_IDS) {
        const safe = await till.safeRetrieve(adapter.provider.id, id)
        expect(safe, JSON.stringify(id)).toMatchObject({ ok: false, error: { code: 'invalid_input', outcome: 'none' } })
        count(1)
      }
      expect(server.count()).toBe(0)
    }))
}

interface Served {
  readonly server: AnsweringServer
  readonly adapter: Adapter
  /** Reads the suite's sample session. */
  readonly read: () => Promise<Safe<CheckoutSession>>
}

async function served({ suite }: Kit, run: (served: Served) => Promise<void>): Promise<void> {
  const server = await startAnsweringServer()
  try {
    const adapter = suite.connect({ baseUrl: server.url, fetch: globalThis.fetch })
    // A client for each read, and no retries: neither rate budget nor circuit may stand between a case and its answer.
    const read = () =>
      createTill({ adapters: [adapter], now: () => Date.parse(CONTEXT.at), maxRetries: 0 }).safeRetrieve(
        adapter.provider.id,
        suite.sampleId,
      )
    await run({ server, adapter, read })
  } finally {
    await server.close()
  }
}

/** Answers that carry the credentials in every place a text can stand. */
function echoes({ suite, fixtures }: Kit): readonly (ServerAnswer | 'hang up')[] {
  const planted = suite.credentials.join(' ')
  const json = (native: unknown): string =>
    toText(
      leaves(native).reduce<unknown>(
        (copy, { path, value }) => (typeof value === 'string' ? replaced(copy, path, planted) : copy),
        native,
      ),
    )
  const errors = fixtures.filter(({ kind }) => kind === 'error')
  const sessions = fixtures.filter(({ kind }) => kind === 'session')
  return [
    ...errors.map(({ file, native }) => ({ status: errorInName(file).httpStatus, body: json(native) })),
    ...sessions.map(({ native }) => ({ status: 200, body: json(native) })),
    ...[200, 400, 401, 500].map((status) => ({ status, body: `<p>${planted}</p>` })),
    { status: 200, body: `{"${planted}": ` },
    { status: 302, body: planted, headers: { location: `/?key=${encodeURIComponent(planted)}` } },
    { status: 401, body: '{}', headers: { 'x-request-id': suite.credentials[0] ?? '' } },
    'hang up',
  ]
}

function noCredential({ suite }: Kit, value: unknown): void {
  const shown = everythingShown(value)
  for (const credential of suite.credentials) {
    const forms = [credential, encodeURIComponent(credential), Buffer.from(credential).toString('base64')]
    expect(forms.filter((form) => shown.includes(form)).length, 'forms of a planted credential that are shown').toBe(0)
  }
}
