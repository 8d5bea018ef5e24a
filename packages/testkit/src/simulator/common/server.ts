import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { answer } from './answer.ts'
import type { Clock } from './clock.ts'
import { createFailureScript, type Failure, type RequestMatch } from './failure.ts'
import { createRequestLog, type RequestRecord, toRequestRecord } from './request-log.ts'

/** Options every simulator has. */
export interface ServerOptions {
  /**
   * TCP port; 0 takes a free one.
   * @default 0
   */
  readonly port?: number
  /**
   * Address to listen on.
   * @default '127.0.0.1'
   */
  readonly host?: string
  /**
   * Milliseconds every answer is held back, by the machine's clock.
   * @default 0
   */
  readonly latencyMs?: number
}

/** A provider's side behind HTTP. */
export interface Server {
  /** Base URL without a trailing slash. */
  readonly url: string
  /** The last 10 000, oldest first. */
  readonly requests: readonly RequestRecord[]
  readonly fail: (next: RequestMatch, failure: Failure) => void
  readonly close: () => Promise<void>
}

/** What a provider adds to the server. */
export interface ServerParts {
  readonly clock: Clock
  readonly options: ServerOptions
  /** The provider's endpoints. */
  readonly routes: (app: Hono) => void
  /** The provider's documented error body for an HTTP status. */
  readonly errorBody: (status: number) => unknown
}

/** Starts listening. Rejects when the port is taken. */
export const startServer = async ({ clock, options, routes, errorBody }: ServerParts): Promise<Server> => {
  const log = createRequestLog()
  const script = createFailureScript()
  const app = new Hono()
  app.use(async (context, next) => {
    await pause(options.latencyMs ?? 0)
    const failure = script.take(context.req.method, context.req.path)
    if (failure?.when === 'after' || failure === null) await next()
    if (failure !== null) {
      context.res = answer(failure.status, failure.body ?? errorBody(failure.status), failure.headers)
    }
    log.add(toRequestRecord(context.req.raw, context.res.status, clock.now()))
  })
  routes(app)
  app.notFound(() => answer(404, errorBody(404)))
  app.onError(() => answer(500, errorBody(500)))

  // The default replaces the global Request and Response of the process under test.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, () => resolve())
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    requests: log.records,
    fail: script.add,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

const pause = (milliseconds: number): Promise<void> | undefined =>
  milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined
