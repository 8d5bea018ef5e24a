import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ADAPTERS = join(import.meta.dirname, '..', 'adapters')

test('this run cannot make code from strings', () => {
  expect(process.execArgv).toContain('--disallow-code-generation-from-strings')
  expect(() => new Function('return 1')).toThrow(EvalError)
  // biome-ignore lint/security/noGlobalEval: that it is refused is the point
  expect(() => eval('1 + 1')).toThrow(EvalError)
})

test.for(readdirSync(ADAPTERS))('%s has a conformance test to repeat in this run', (adapter) => {
  expect(existsSync(join(ADAPTERS, adapter, 'src', 'conformance.test.ts'))).toBe(true)
})
