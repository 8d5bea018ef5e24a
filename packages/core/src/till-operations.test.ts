import type { ServerResponse } from 'node:http'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { codeOf, serve, session } from '../fixtures/session-server.ts'
import { acme, bazaar } from './acme.fixture.ts'
import type { TillError } from './error.ts'
import type { CryptoProcessor, HostedProcessor } from './processor.ts'
import { createTill } from './till.ts'

describe('find and create', () => {
  test('go through the adapter that has them', async () => {
    const { url, paths } = await serve((id, response, request) => response.end(session(`${request.method}-${id}`)))
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: url }), bazaar({ id: 'bazaar', baseUrl: url })] })
    expect((await till.find('bazaar', { caller: 'c1' })).id).toBe('GET-c1')
    expect((await till.create('bazaar', { order: 'o1' })).id).toBe('POST-o1')
    expect(paths).toEqual(['/c1', '/o1'])
  })

  test('are unsupported where the adapter has none, and do not compile', async () => {
    const till = createTill({ adapters: [acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' })] })
    // @ts-expect-error acme reads by id only
    expect(await codeOf(() => till.find('acme', { caller: 'c1' }))).toBe('unsupported')
    // @ts-expect-error acme creates nothing
    expect(await codeOf(() => till.create('acme', { order: 'o1' }))).toBe('unsupported')
  })

  test.for([
    ['a broken connection', (response: ServerResponse) => response.destroy(), 'outcome_unknown'],
    ['500', (response: ServerResponse) => response.writeHead(500).end(), 'outcome_unknown'],
    ['an answer that is no JSON', (response: ServerResponse) => response.end('thanks'), 'outcome_unknown'],
    ['a redirect', (response: ServerResponse) => response.writeHead(302, { location: '/' }).end(), 'outcome_unknown'],
    ['no answer', () => {}, 'outcome_unknown'],
    ['400', (response: ServerResponse) => response.writeHead(400).end('{}'), 'rejected'],
    ['401', (response: ServerResponse) => response.writeHead(401).end('{}'), 'authentication'],
    ['429', (response: ServerResponse) => response.writeHead(429).end('{}'), 'rate_limited'],
  ] as const)('a create that meets %s is sent once', async ([, answer, code]) => {
    const { url, paths } = await serve((_, response) => answer(response))
    const till = createTill({ adapters: [bazaar({ id: 'bazaar', baseUrl: url })], deadlineMs: 200 })
    try {
      await till.create('bazaar', { order: 'o1' })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code, operation: 'create', retry: code === 'rate_limited' ? 'later' : 'never' })
      if (code === 'outcome_unknown')
        expect(error).toMatchObject({ outcome: 'unknown', message: expect.stringContaining('settle it with find') })
    }
    expect(paths).toEqual(['/o1'])
  })
})

describe('types', () => {
  const till = createTill({
    adapters: [
      acme({ id: 'acme', baseUrl: 'http://127.0.0.1:1' }),
      bazaar({ id: 'bazaar', baseUrl: 'http://127.0.0.1:1' }),
    ],
  })

  test('ids and processors narrow by provider', () => {
    type Read<Id extends 'acme' | 'bazaar'> = Awaited<ReturnType<typeof till.retrieve<Id>>>
    expectTypeOf<Read<'acme'>['provider']>().toEqualTypeOf<'acme'>()
    expectTypeOf<Read<'bazaar'>['provider']>().toEqualTypeOf<'bazaar'>()
    expectTypeOf<Read<'acme'>['processor']>().toEqualTypeOf<HostedProcessor | null>()
    expectTypeOf<Read<'bazaar'>['processor']>().toEqualTypeOf<CryptoProcessor | null>()
    expectTypeOf<Parameters<typeof till.retrieve>[0]>().toEqualTypeOf<'acme' | 'bazaar'>()
  })

  test('find and create exist for the adapters that have them, with their own input', () => {
    expectTypeOf<Parameters<typeof till.find>[0]>().toEqualTypeOf<'bazaar'>()
    expectTypeOf<Parameters<typeof till.create>[0]>().toEqualTypeOf<'bazaar'>()
    expectTypeOf(till.find<'bazaar'>)
      .parameter(1)
      .toEqualTypeOf<{ readonly caller: string }>()
    expectTypeOf(till.create<'bazaar'>)
      .parameter(1)
      .toEqualTypeOf<{ readonly order: string }>()
    // @ts-expect-error what is expected of a new session is its input, and nothing beside it
    const twice: () => Promise<unknown> = () => till.create('bazaar', { order: 'o1' }, { expected: {} })
    expect(twice).toBeTypeOf('function')
    // @ts-expect-error the input of create is an order
    const wrong: () => Promise<unknown> = () => till.create('bazaar', { caller: 'c1' })
    expect(wrong).toBeTypeOf('function')
  })

  test('a safe result is a session or an error, by ok', () => {
    type Result = Awaited<ReturnType<typeof till.safeRetrieve<'acme'>>>
    expectTypeOf<Extract<Result, { ok: true }>>().toHaveProperty('session')
    expectTypeOf<Extract<Result, { ok: false }>['error']>().toEqualTypeOf<TillError>()
  })
})
