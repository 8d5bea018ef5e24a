import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A server that means ill. */
export interface HostileServer {
  readonly url: string
  /** How it answers from now on; forgets what it has seen. */
  readonly become: (calm: string, hostile: Handler) => void
  /** Request lines' targets since then, without those of the warm-up. */
  readonly seen: () => readonly string[]
  /** Connections since then, without those of the warm-up's requests. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** Listens on 127.0.0.1 and a free port. Ids `calm` and `missing` are answered properly, as a warm-up. */
export async function startServer(): Promise<HostileServer> {
  let body = ''
  let answer: Handler = (_, response) => response.end()
  let seen: string[] = []
  let connections = 0
  const server = createServer((request, response) => {
    const target = request.url ?? ''
    if (target.endsWith('/calm')) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      return response.end(gzipSync(body))
    }
    if (target.endsWith('/missing')) return json(response, 404, '{}')
    seen.push(target)
    // Whatever a provider sends back, it may have put our credential into it.
    response.setHeader('x-request-id', credentialIn(request))
    return answer(request, response)
  })
  server.on('connection', () => {
    connections++
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    become: (calm, hostile) => {
      body = calm
      answer = hostile
      seen = []
      connections = 0
    },
    seen: () => seen,
    connections: () => connections,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error === undefined ? resolve() : reject(error)))
      }),
  }
}

/** Answers with JSON text. */
export function json(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text)
}

/** The credential of a request, as its sender wrote it. */
export function credentialIn({ headers }: IncomingMessage): string {
  return `${headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', '') ?? ''}`
}
