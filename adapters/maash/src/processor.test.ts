import { describe, expect, expectTypeOf, test } from 'vitest'
import type { CryptoProcessor } from '@onetill/core'
import { type MaashSession, maashMapper } from './map.ts'
import { context, DOCUMENT, read, refusal, withData } from './sample.fixture.ts'

describe('tokens and methods', () => {
  test('`__proto__` as a token is text and changes no prototype', () => {
    const text = DOCUMENT.replace('"USDC"', '"__proto__"')
    expect(read(text).processor?.accepted).toEqual([
      { token: '__proto__', chains: ['solana', 'arbitrum'] },
      { token: 'USDT', chains: ['solana', 'optimism'] },
    ])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(Object.hasOwn(Object.prototype, 'chain')).toBe(false)
  })

  test('lists that share nothing with the answer', () => {
    const native = JSON.parse(DOCUMENT)
    const { processor } = maashMapper.toSession(native, context('read'))
    native.data.supported_tokens.tokens.USDC.chain.push('tron')
    expect(processor?.accepted?.[0]?.chains).toEqual(['solana', 'arbitrum'])
  })

  test.each([
    ['text', 'USDC', 'data.supported_tokens'],
    ['a list', [], 'data.supported_tokens'],
    ['tokens as a list', { tokens: ['USDC'] }, 'data.supported_tokens.tokens'],
    ['a token as a list', { tokens: { USDC: ['solana'] } }, 'data.supported_tokens.tokens.USDC'],
    ['a token of nothing', { tokens: { USDC: null } }, 'data.supported_tokens.tokens.USDC'],
    ['no chains', { tokens: { USDC: {} } }, 'data.supported_tokens.tokens.USDC.chain'],
    ['one chain as text', { tokens: { USDC: { chain: 'solana' } } }, 'data.supported_tokens.tokens.USDC.chain'],
    ['a number', { tokens: { A: { chain: ['base', 7] } } }, 'data.supported_tokens.tokens.A.chain[1]'],
    ['free text', { tokens: { 'a\u0007b': 1 } }, 'data.supported_tokens.tokens["a?b"]'],
  ])('a map that is %s is refused with its path', (_name, supported_tokens, path) => {
    const error = refusal(() => read(withData({ supported_tokens })))
    expect(error.code).toBe('invalid_response')
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
  })

  test('a number kept as its literal is no map either', () => {
    const error = refusal(() =>
      read(DOCUMENT.replace(/"supported_tokens": \{/, '"supported_tokens": 12345678901234567890, "x": {')),
    )
    expect(error.issues).toEqual([{ path: 'data.supported_tokens', expected: 'object' }])
  })

  test('an object without tokens is no empty list', () => {
    const session = read(withData({ unsupported_tokens: {} }))
    expect(session.processor?.refused).toBeNull()
    expect(session.notes).toEqual([{ code: 'schema_drift', path: 'data.unsupported_tokens' }])
    expect(read(withData({ unsupported_tokens: { tokens: {} } })).processor?.refused).toEqual([])
  })

  test('flags are kept, what is no flag is left out with a note', () => {
    expect(read(withData({ supported_methods: { crypto: true, card: false } }))).toMatchObject({
      processor: { methods: { crypto: true, card: false } },
      notes: [],
    })
    const drifted = [{ code: 'schema_drift', path: 'data.supported_methods' }]
    for (const [value, methods] of [
      [{ crypto: true, card: 'no' }, { crypto: true }],
      [JSON.parse('{"__proto__": true, "crypto": true}'), { crypto: true }],
      [['crypto'], null],
      ['crypto', null],
    ]) {
      const session = read(withData({ supported_methods: value }))
      expect(session.processor?.methods).toEqual(methods)
      expect(session.notes).toEqual(drifted)
    }
  })

  test('the processor narrows to crypto', () => {
    expectTypeOf<MaashSession['processor']>().toEqualTypeOf<CryptoProcessor | null>()
    expectTypeOf<MaashSession['provider']>().toEqualTypeOf<'maash'>()
  })
})
