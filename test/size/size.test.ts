import { beforeAll, describe, expect, it } from 'vitest'
import { measure } from './measure.mjs'

type Row = Awaited<ReturnType<typeof measure>>[number]

describe('bundles of core plus one adapter', () => {
  let rows: readonly Row[] = []
  beforeAll(async () => {
    rows = await measure()
  })

  it('stay inside their budgets', () => {
    expect(rows).toHaveLength(8)
    for (const { entry, platform, gzip, budget } of rows) expect(gzip, `${entry} for ${platform}`).toBeLessThan(budget)
  })

  it('hold no code that generates JSON Schema', () => {
    for (const { entry, platform, inputs, text } of rows) {
      expect(
        inputs.filter((path) => /to-json-schema|json-schema/.test(path)),
        `${entry} for ${platform}`,
      ).toEqual([])
      expect(text).not.toContain('$defs')
    }
  })

  it('compile schemas on Node only', () => {
    for (const { entry, platform, inputs } of rows) {
      const compiles = inputs.some((path) => path.endsWith('zod/v4/core/compile.js'))
      expect(compiles, `${entry} for ${platform}`).toBe(platform === 'node')
    }
  })

  it('import nothing from node:', () => {
    for (const { text } of rows) expect(text).not.toMatch(/["']node:/)
  })
})
