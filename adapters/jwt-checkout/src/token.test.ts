import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { TillError } from '@onetill/core'
import { jwtCheckout } from './adapter.ts'
import { failing, ORDER } from './connect.fixture.ts'
import { clock, connect, id, simulator, useSimulator } from './simulated.fixture.ts'
import type { TokenRequest } from './token.ts'

useSimulator()
const statuses = (): readonly number[] => simulator.requests.map(({ status }) => status)

describe('a token as text', () => {
  test('is sent once; a 401 is authentication', async () => {
    const token = 'ks_test_this-one-is-wrong'
    const error = await failing(connect({ token }).retrieve('jwt-checkout', id))
    expect(error).toMatchObject({
      code: 'authentication',
      httpStatus: 401,
      provider: 'jwt-checkout',
      operation: 'retrieve',
    })
    expect(statuses()).toEqual([401])
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(token)
  })

  test.each([
    ['ks_live_x', 'live'],
    ['ks_test_x', 'test'],
    ['eyJhbGciOiJIUzI1NiJ9.e30.x', 'unknown'],
  ])('%s is of the environment %s', (token, environment) => {
    expect(jwtCheckout({ baseUrl: 'https://api.example.com', token }).environment).toBe(environment)
  })
})

describe('a token from a supplier', () => {
  const supplier = (tokens: readonly string[]) => {
    const asked: TokenRequest[] = []
    const token = async (reason: TokenRequest): Promise<string> => {
      asked.push(reason)
      return tokens[asked.length - 1] ?? ''
    }
    return { token, asked }
  }

  test('is asked for each read, without a refresh while it is accepted', async () => {
    const { token, asked } = supplier([simulator.issueToken(), simulator.issueToken()])
    const till = connect({ token })
    expect((await till.retrieve('jwt-checkout', id)).environment).toBe('unknown')
    await till.retrieve('jwt-checkout', id)
    expect(asked).toEqual([{ refresh: false }, { refresh: false }])
    expect(statuses()).toEqual([200, 200])
  })

  test('is asked once more after a 401, and the read repeated once', async () => {
    const ended = simulator.issueToken()
    clock.advance(3_600_000)
    const { token, asked } = supplier([ended, simulator.issueToken()])
    const fresh = simulator.create(ORDER).id
    expect(await connect({ token }).retrieve('jwt-checkout', fresh)).toMatchObject({
      id: fresh,
      status: 'processing',
    })
    expect(asked).toEqual([{ refresh: false }, { refresh: true }])
    expect(statuses()).toEqual([401, 200])
  })

  test('that is refused twice is authentication, and not asked again', async () => {
    const { token, asked } = supplier(['first', 'second', simulator.issueToken()])
    const error = await failing(connect({ token }).retrieve('jwt-checkout', id))
    expect(error).toMatchObject({ code: 'authentication', httpStatus: 401 })
    expect(asked).toHaveLength(2)
    expect(statuses()).toEqual([401, 401])
  })

  test.each([403, 404, 429, 500])('is not refreshed after a %i', async (status) => {
    simulator.fail('any', { status })
    const { token, asked } = supplier([simulator.issueToken()])
    expect((await failing(connect({ token }).retrieve('jwt-checkout', id))).httpStatus).toBe(status)
    expect(asked).toHaveLength(1)
  })

  test('is refreshed once for reads that are refused together', async () => {
    let refreshes = 0
    const token = async ({ refresh }: TokenRequest): Promise<string> => {
      if (!refresh) return 'ended'
      refreshes++
      while (statuses().length < 3) await new Promise((resolve) => setTimeout(resolve, 1))
      return simulator.issueToken()
    }
    const ref = { provider: 'jwt-checkout', id } as const
    const results = await connect({ token }).retrieveMany([ref, ref, ref])
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(refreshes).toBe(1)
    expect(statuses()).toEqual([401, 401, 401, 200, 200, 200])
  })

  test.each(['secret\r\nx-injected: 1', 'sécret-c4nac4na', '', 'a b'])(
    'is checked before headers are built: %#',
    async (bad) => {
      const error = await failing(connect({ token: () => bad }).retrieve('jwt-checkout', id))
      expect(error).toMatchObject({ code: 'invalid_options', provider: 'jwt-checkout', issues: [{ path: 'token' }] })
      if (bad !== '') expect(inspect(error, { depth: null, showHidden: true })).not.toContain(bad)
      expect(simulator.requests).toHaveLength(0)
    },
  )

  test('that fails is authentication, without a word of its error', async () => {
    const token = () => Promise.reject(new Error('login with c4nac4na-password failed'))
    const error = await failing(connect({ token }).retrieve('jwt-checkout', id))
    expect(error).toMatchObject({ code: 'authentication', httpStatus: null, provider: 'jwt-checkout' })
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('c4nac4na')
  })

  test('may throw an error of ours', async () => {
    const token = () => Promise.reject(new TillError({ code: 'network', message: 'no login' }))
    expect(await failing(connect({ token }).retrieve('jwt-checkout', id))).toMatchObject({
      code: 'network',
    })
  })
})
