import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { StatusPageOptions } from '@onetill/status-page'
import { type Address, end } from './listen.ts'

/** A status page that others can ask. */
export interface PageServer {
  /** Where it answers, e.g. `http://127.0.0.1:4300`. */
  readonly url: string
  /** Shows something else from now on; open pages come back by themselves. */
  readonly show: (options: StatusPageOptions) => void
  /** Ends open streams, waits so many milliseconds for what is being answered, and closes. */
  readonly close: (mostMs: number) => Promise<void>
}

/** A request whose head comes slower is cut off, milliseconds. */
const HEAD_MS = 10_000
/** A request that comes slower as a whole is cut off, milliseconds. */
const REQUEST_MS = 30_000

/** Starts a page on an address. `listen` binds it. @throws invalid_options, and what `listen` throws */
export async function startPage(
  options: StatusPageOptions,
  address: Address,
  listen: (server: Server, address: Address) => Promise<string>,
): Promise<PageServer> {
  // Loaded on demand: other commands need no pages.
  const [{ createStatusPage }, { getRequestListener }] = await Promise.all([
    import('@onetill/status-page'),
    import('@hono/node-server'),
  ])
  const clients = new WeakMap<Request, string>()
  const clientOf = (request: Request): string => clients.get(request) ?? ''
  const streams = new Set<Socket>()
  let handle = createStatusPage({ clientOf, ...options })

  const listener = getRequestListener(async (request, { incoming }) => {
    clients.set(request, incoming.socket.remoteAddress ?? '')
    const answer = await handle(request)
    if (answer.headers.get('content-type') === 'text/event-stream') {
      const { socket } = incoming
      streams.add(socket)
      socket.once('close', () => streams.delete(socket))
    }
    return answer
  })
  const server = createServer(listener)
  server.headersTimeout = HEAD_MS
  server.requestTimeout = REQUEST_MS
  const url = await listen(server, address)
  const cut = (): void => {
    for (const socket of streams) socket.destroy()
  }
  return {
    url,
    show: (next) => {
      handle = createStatusPage({ clientOf, ...next })
      cut()
    },
    close: async (mostMs) => {
      const ended = end(server, mostMs)
      cut()
      await ended
    },
  }
}
