import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { isTillError } from './error.ts'
import { nativeCopier, nativeReader } from './native.ts'

/** Counts functions made from text, and how often those are then called. */
function countGenerated(): { made: number; called: number } {
  const counts = { made: 0, called: 0 }
  const counted = (value: unknown): unknown =>
    typeof value !== 'function'
      ? value
      : new Proxy(value, {
          apply(target, self, args) {
            counts.called++
            return counted(Reflect.apply(target, self, args))
          },
        })
  vi.stubGlobal(
    'Function',
    new Proxy(Function, {
      construct(target, args, newTarget) {
        counts.made++
        return Object(counted(Reflect.construct(target, args, newTarget)))
      },
    }),
  )
  return counts
}

afterEach(() => vi.unstubAllGlobals())

const schema = z.object({ id: z.string(), list: z.array(z.object({ n: z.number().nullish() })).nullish() })
const good = { id: 'a', list: [{ n: 1 }, {}] }

describe('on Node', () => {
  test('a schema becomes generated code on first use, once, and each reading runs that code', () => {
    const counts = countGenerated()
    const read = nativeReader(schema)
    expect(counts.made).toBe(0)
    expect(read(good)).toEqual(good)
    expect(counts.made).toBeGreaterThan(0)
    const afterFirst = { ...counts }
    for (let reading = 0; reading < 10; reading++) expect(read(good)).toEqual(good)
    expect(counts.made).toBe(afterFirst.made)
    expect(counts.called - afterFirst.called).toBeGreaterThanOrEqual(10)
  })

  test('reads as the plain schema does, and refuses with the same paths', () => {
    const read = nativeReader(schema)
    const copy = nativeCopier(schema)
    const values = [
      good,
      { id: 'a' },
      { id: 'a', list: null, more: 1 },
      {},
      { id: 5 },
      { id: 'a', list: [{ n: 'x' }] },
      null,
      [],
      'x',
      { id: 'a', list: {} },
    ]
    for (const value of values) {
      const plain = schema.safeParse(value)
      if (plain.success) {
        expect(read(value)).toBe(value)
        expect(copy(value)).toEqual(plain.data)
        continue
      }
      try {
        read(value)
        expect.unreachable()
      } catch (error) {
        expect(isTillError(error) && error.issues.map(({ path }) => path)).toEqual(
          plain.error.issues.map((issue) => issue.path.join('.').replace(/\.(\d+)/g, '[$1]')),
        )
      }
    }
  })
})

/** What a bundler takes in for `@onetill/core` under the given conditions. */
async function bundle(
  conditions: readonly string[],
): Promise<{ readonly inputs: Metafile['inputs']; readonly kept: readonly string[]; readonly text: string }> {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    conditions: ['@onetill/source', ...conditions],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    metafile: true,
    write: false,
    minifySyntax: true,
    absWorkingDir: join(import.meta.dirname, '..'),
  })
  const kept = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  )
  return { inputs: metafile.inputs, kept, text: outputFiles[0]?.text ?? '' }
}

describe('the conditions', () => {
  test.for(['worker', 'browser'])(
    '%s takes the schema as it is: no compiler, no function made from text',
    async (condition) => {
      const { inputs, kept, text } = await bundle([condition])
      expect(Object.keys(inputs)).toContain('src/compile-none.ts')
      expect(Object.keys(inputs)).not.toContain('src/compile.ts')
      expect(kept.filter((path) => /zod\/v4\/core\/compile\.js$/.test(path))).toEqual([])
      expect(text).not.toMatch(/generateCheck|factoryCode/)
    },
  )

  test('every other takes the compiler', async () => {
    const { inputs, kept } = await bundle([])
    expect(Object.keys(inputs)).toContain('src/compile.ts')
    expect(Object.keys(inputs)).not.toContain('src/compile-none.ts')
    expect(kept.some((path) => /zod\/v4\/core\/compile\.js$/.test(path))).toBe(true)
  })

  test('none needs Node or the JSON Schema writer', async () => {
    for (const condition of [[], ['worker']]) {
      const { inputs, text } = await bundle(condition)
      expect(Object.keys(inputs).filter((path) => /^node:/.test(path))).toEqual([])
      // A zod schema may carry its own small part of the writer; the writer itself is `z.toJSONSchema`.
      expect(text).not.toMatch(/function toJSONSchema\(|allProcessors/)
    }
  })

  test('the identity gives back the schema itself', async () => {
    const { compile } = await import('./compile-none.ts')
    const counts = countGenerated()
    expect(compile(schema)).toBe(schema)
    expect(counts.made).toBe(0)
  })
})
