import type { Hono } from 'hono'
import { ASSETS } from './assets.generated.ts'
import { dataAnswer, type Env, routes } from './context.ts'
import { faultAnswer } from './fault-answer.ts'
import { FAULTS } from './problem.ts'

const BY_FILE: ReadonlyMap<string, { readonly text: string; readonly type: string }> = new Map(
  Object.values(ASSETS).map((asset) => [asset.file, asset] as const),
)

/** Our own styles, scripts and icon. */
export const assetRoutes = (): Hono<Env> =>
  routes().get('/assets/:file', (c) => {
    const asset = BY_FILE.get(c.req.param('file'))
    if (asset === undefined) return faultAnswer(c, FAULTS.notFound)
    c.header('cache-control', 'public, max-age=31536000, immutable')
    return dataAnswer(c, asset.text, asset.type)
  })
