import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { TillError } from '@onetill/core'
import { startJwtCheckoutSimulator } from '@onetill/testkit'
import { failing } from './connect.fixture.ts'
import { clock, connect, id, simulator, useSimulator } from './simulated.fixture.ts'

useSimulator()

describe('error answers', () => {
  const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
  const answered = (status: number, body: unknown, token = simulator.credentials.apiKey): Promise<TillError> => {
    simulator.fail('any', { status, body })
    return failing(connect({ token }).retrieve('jwt-checkout', id))
  }

  test.each([
    [400, 'rejected', 'never'],
    [403, 'permission', 'never'],
    [409, 'conflict', 'never'],
    [422, 'rejected', 'never'],
    [429, 'rate_limited', 'later'],
    [502, 'provider_unavailable', 'later'],
    [503, 'provider_unavailable', 'later'],
    [504, 'provider_unavailable', 'later'],
  ])('%i is %s', async (status, code, retry) => {
    simulator.fail('any', { status })
    expect(await failing(connect().retrieve('jwt-checkout', id))).toMatchObject({
      code,
      retry,
      outcome: 'none',
    })
  })

  test('an id nobody knows is not_found, in both forms', async () => {
    expect(await failing(connect().retrieve('jwt-checkout', 'none'))).toMatchObject({ code: 'not_found' })
    const about = await startJwtCheckoutSimulator({ clock: clock, errorShape: 'about' })
    try {
      const error = await failing(connect({ baseUrl: about.url }).retrieve('jwt-checkout', 'none'))
      expect(error).toMatchObject({ code: 'not_found', providerCode: null, httpStatus: 404 })
    } finally {
      await about.close()
    }
  })

  test("the provider's request id is kept, its number is no code of its own", async () => {
    const error = await answered(500, fixture('error.500-provider_unavailable.json'))
    expect(error).toMatchObject({ requestId: 'req_1234567890', providerCode: null })
  })

  test('a list of messages names the fields, without their texts', async () => {
    const error = await answered(400, fixture('error.400-rejected.json'))
    expect(error.issues.map(({ path }) => path)).toEqual(['orderReference', 'amount.total'])
    expect(JSON.stringify(error) + error.message).not.toMatch(/empty|positive/)
  })

  test.each([
    ['one text', { statusCode: 400, message: 'orderReference of jane.doe@example.com', error: 'Bad Request' }],
    ['no field first', { message: ['<b>c4nac4na', '9c4nac4na x', 'c4nac4na', `${'c'.repeat(65)} c4nac4na`, 7, null] }],
    ['a strange request id', { message: [], requestId: 'req c4nac4na\n' }],
    ['another type', { message: { c4nac4na: true }, requestId: { c4nac4na: true } }],
    ['a page', '<html>c4nac4na</html>'],
    ['a list', ['c4nac4na']],
    [
      'an echo of the token',
      { message: ['ks_test_c4nac4na5Tq8Zr2Wx7 is wrong'], requestId: 'ks_test_c4nac4na5Tq8Zr2Wx7' },
    ],
  ])('%s gives nothing away', async (_name, body) => {
    const error = await answered(400, body, 'ks_test_c4nac4na5Tq8Zr2Wx7')
    expect(error).toMatchObject({ code: 'rejected', issues: [], requestId: null })
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/c4nac4na|jane/)
  })
})
