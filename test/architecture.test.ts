import { describe, expect, test } from 'vitest'
import { check } from './architecture/check.ts'
import { floatOperations } from './architecture/money.ts'
import { FLOAT_EXCEPTIONS } from './architecture/rules.ts'
import { parse, readWorkspace } from './architecture/source.ts'

test('every file of the workspace keeps the rules', () => {
  const files = readWorkspace()
  for (const folder of ['packages/core/src/', 'packages/cli/src/', 'adapters/maven/src/', 'test/'])
    expect(files.some(({ path }) => path.startsWith(folder))).toBe(true)
  expect(check(files)).toEqual([])
})

test('every exception is still needed, and gives a reason', () => {
  const files = readWorkspace().map(parse)
  for (const { path, what, reason } of FLOAT_EXCEPTIONS) {
    const operations = files.filter((file) => file.path === path).flatMap(floatOperations)
    expect(operations.map((operation) => operation.what)).toContain(what)
    expect(reason.length).toBeGreaterThan(10)
  }
})

/** path, text, what is to be reported (nothing: the file is good). */
const CASES: readonly (readonly [string, string, ...string[]])[] = [
  ['packages/core/src/a.ts', `import { x } from '@onetill/store'`, 'direction'],
  ['packages/core/src/a.test.ts', `import { x } from '@onetill/testkit'`, 'direction'],
  ['packages/store/src/a.ts', `import { x } from '@onetill/core/adapter'`],
  ['packages/store/src/a.ts', `import { x } from '@onetill/sync'`, 'direction'],
  ['packages/reconcile/src/a.ts', `import type { x } from '@onetill/store'`, 'direction'],
  ['packages/sync/src/a.ts', `export { x } from '@onetill/store'`],
  ['packages/status-page/src/a.ts', `export { x } from '@onetill/reconcile'`, 'direction'],
  ['packages/testkit/src/a.ts', `const x = await import('@onetill/maven')`, 'direction'],
  ['packages/testkit/src/a.ts', `const id = 'maven'`],
  ['adapters/maven/src/a.ts', `import { x } from '@onetill/maash'`, 'direction'],
  ['adapters/maven/src/a.ts', `import { x } from '@onetill/testkit'`, 'direction'],
  ['adapters/maven/src/a.test.ts', `import { x } from '@onetill/testkit'`],
  ['adapters/maven/src/a.ts', `type X = import('@onetill/cli').X`, 'direction'],
  ['packages/cli/src/adapters.ts', `import { maven } from '@onetill/maven'`],
  ['packages/cli/src/adapters.ts', `import { x } from '@onetill/core'`],
  ['packages/cli/src/demo.ts', `import { x } from '@onetill/acme'`, 'direction'],
  ['packages/cli/src/demo.ts', `import { x } from '@onetill/maven'`, 'direction', 'provider-id'],
  ['packages/cli/src/demo.ts', `const paid = id === 'jwt-checkout'`, 'provider-id'],
  ['packages/core/src/a.ts', `import { x } from '@onetill/test'`, 'imports-test'],
  ['packages/core/src/a.ts', `import { x } from './acme.fixture.ts'`, 'imports-test'],
  ['packages/core/src/a.test.ts', `import { x } from './acme.fixture.ts'`],
  ['packages/core/src/a.fixture.ts', `import { x } from 'node:http'; import { y } from './b.fixture.ts'`],
  ['packages/core/src/a.ts', `import { x } from '../../testkit/src/server.ts'`, 'escape'],
  ['adapters/maven/src/a.test.ts', `import { x } from '../../../test/setup/deep.ts'`, 'escape'],
  ['adapters/maven/src/a.test.ts', `import x from '../fixtures/session.paid.json' with { type: 'json' }`],
  ['test/a.test.ts', `import { x } from '../packages/core/src/x.ts'`],
  ['packages/core/src/a.ts', `import { x } from 'node:fs'`, 'node'],
  ['adapters/maven/src/a.ts', `import { x } from 'fs/promises'`, 'node'],
  ['packages/core/src/a.test.ts', `import { x } from 'node:fs'`],
  ['packages/testkit/src/a.ts', `import { x } from 'node:http'`],
  ['packages/core/src/transport.ts', `import ky from 'ky'`],
  ['packages/core/src/client.ts', `import ky from 'ky'`, 'one-importer'],
  ['packages/core/src/compile.ts', `import * as z from 'zod'\nexport const compile = z.compile`],
  ['packages/core/src/a.ts', `import * as z from 'zod'\nexport const fast = z.compile(schema)`, 'compile'],
  ['packages/core/src/a.ts', `import { compile as fast } from 'zod/v4'`, 'compile'],
  ['packages/core/src/index.ts', `export * from './money.ts'`, 'export-star'],
  ['packages/core/src/index.ts', `export * as money from './money.ts'`, 'export-star'],
  ['packages/core/src/error.ts', `export class TillError extends Error {}`],
  ['packages/core/src/client.ts', `export class Till {}`, 'class'],
  ['packages/core/src/a.ts', `const provider = 'MAVEN'`, 'provider-id'],
  ['packages/core/src/a.ts', 'const url = `/jwt-checkout/`', 'provider-id'],
  ['packages/core/src/a.ts', `export const jwt_checkout = 1`, 'provider-id'],
  ['packages/core/src/a.ts', `type Id = 'kadosei' | 'other'`, 'provider-id'],
  ['packages/core/src/a.ts', `// Maash says so\nexport const a = 1`, 'provider-id'],
  ['packages/core/src/a.ts', `export type A = {\n  /** What Maven says. */\n  a: 1\n}`, 'provider-id'],
  ['packages/core/src/a.ts', `/**\n * Reads one.\n * @example\n * till.retrieve('maash', id)\n */\nexport const a = 1`],
  ['packages/core/src/a.ts', `/**\n * @example\n * till\n * @see Maash\n */\nexport const a = 1`, 'provider-id'],
  ['packages/core/src/a.ts', '// The adapter and its version, e.g. `maven@0.1.0`.'],
  ['packages/core/src/a.ts', '// Its pattern is cubic, e.g. with zeros; `maven` says so.', 'provider-id'],
  ['packages/core/src/a.test.ts', `const id = 'maven'`],
  ['packages/core/src/money.ts', `const n = Number(text)`, 'float'],
  ['packages/core/src/money-format.ts', `const n = parts.map(Number)`, 'float'],
  ['packages/core/src/json.ts', `const n = +text`, 'float'],
  ['packages/core/src/json.ts', `const n = Number.parseFloat(text)`, 'float'],
  ['adapters/maven/src/map.ts', `const n = parseFloat(text)`, 'float'],
  ['adapters/maven/src/map.ts', `const t = amount.toFixed(2)`, 'float'],
  ['adapters/maven/src/map.ts', `const n = Math.round(amount * 100)`, 'float'],
  ['adapters/maven/src/map.ts', `const n = BigInt(text) + 1n; const one = +1`],
  ['packages/core/src/clock.ts', `const n = Number(text)`],
]

describe('the checker', () => {
  test.for(CASES)('%s · %s', ([path, text, ...rules]) => {
    expect(check([{ path, text }]).map((violation) => violation.split(' at ')[0])).toEqual(rules)
  })

  test('finds a circle of files, of types too, and says the way round', () => {
    const files = [
      { path: 'packages/core/src/a.ts', text: `import { b } from './b.ts'` },
      { path: 'packages/core/src/b.ts', text: `import type { C } from '#c'` },
      { path: 'packages/core/src/c.ts', text: `import './a.ts'` },
      { path: 'packages/core/src/d.ts', text: `import './a.ts'; import './b.ts'` },
    ]
    const way = ['a', 'b', 'c', 'a'].map((name) => `packages/core/src/${name}.ts`).join(' → ')
    expect(check(files)).toEqual([`cycle at ${way}`])
  })
})
