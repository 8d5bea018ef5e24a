import { createServer } from 'node:http'
import { createTill } from '@onetill/core'
import { type NodeHandler, toNodeHandler } from '@onetill/core/node'
import { connectAll } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { jsonText, printable } from '../output/printable.ts'
import { end, listen } from '../server/listen.ts'
import { findStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'

/** Options of `onetill webhooks serve`, as typed. */
export interface ServeOptions extends StoreChoice {
  readonly port?: string
  readonly host?: string
  readonly json?: boolean
}

/** How long deliveries that are being taken have when the server ends. */
const END_MS = 10_000
/** A delivery that comes slower than this is cut off. */
const REQUEST_MS = 30_000
const HEALTH = '/healthz'

/** Takes deliveries of every configured account, one path each, until a signal ends it. */
export async function serveCommand(options: ServeOptions, context: CliContext): Promise<number> {
  const { signal } = context
  const host = options.host ?? '127.0.0.1'
  const port = wholeNumber(options.port ?? '8787', '--port', { from: 0, to: 65_535 })
  const adapters = connectAll(options, context)
  const place = findStore(options, context)
  const { createSync } = await import('@onetill/sync')
  return withStore(place, async (store) => {
    // Nothing is read here: whoever runs `onetill sync` on the same store is woken.
    const sync = createSync({ till: createTill({ adapters }), store, onError: () => {} })
    const endpoints = adapters.flatMap(({ provider, account, webhook }) => {
      if (webhook === undefined) return []
      const handler = toNodeHandler(sync.webhook(provider.id, { account }))
      const trust = webhook.verify === null ? ('hint' as const) : ('verified' as const)
      return [{ provider: provider.id, account, path: pathOf(provider.id, account), trust, handler }]
    })
    const server = createServer(router(new Map(endpoints.map(({ path, handler }) => [path, handler])), context.report))
    server.requestTimeout = REQUEST_MS
    const url = await listen(server, { host, port })
    const shown = endpoints.map(({ handler: _, ...endpoint }) => endpoint)
    if (options.json === true) await context.out.write(`${jsonText({ url, endpoints: shown })}\n`)
    await context.out.flush()
    context.report(`taking deliveries on ${url} into ${place.name}; Ctrl-C ends`)
    for (const { path, trust } of shown)
      context.report(`  POST ${printable(path)}${trust === 'hint' ? ' (unsigned: a hint that causes a read)' : ''}`)
    if (!signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    await end(server, END_MS)
    // What became due in the last moment.
    await store.wake()
    return EXIT_CODES.ok.code
  })
}

const pathOf = (provider: string, account: string): string =>
  `/webhooks/${encodeURIComponent(provider)}/${encodeURIComponent(account)}`

function router(handlers: ReadonlyMap<string, NodeHandler>, report: CliContext['report']): NodeHandler {
  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    const handler = handlers.get(path)
    if (handler !== undefined) {
      await handler(request, response)
      // The provider sends it again; what keeps it from being stored somebody has to know.
      if (response.statusCode >= 500)
        report(`a delivery to ${path} was not stored; it was answered ${response.statusCode}`)
      return
    }
    const healthy = path === HEALTH && request.method === 'GET'
    request.resume()
    response.statusCode = healthy ? 200 : 404
    response.setHeader('content-type', 'text/plain; charset=utf-8')
    response.setHeader('x-content-type-options', 'nosniff')
    response.end(healthy ? 'ok\n' : 'not found\n')
  }
}
