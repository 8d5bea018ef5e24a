// Servers of Node, with their requests written by Node's own clients.
import { createServer, type RequestListener, request } from 'node:http'
import { connect, createServer as createServer2 } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import type { Express } from 'express4'
import type { WebhookHandler } from '@onetill/core'
import { toNodeHandler } from '@onetill/core/node'
import { loadExpress } from './load-express.ts'
import { type Answer, HOOK_PATH, type NamedWay, pieces, type Sent, type Way, withLength } from './way.ts'

/** Listens on a free port of this machine. */
export const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return address.port
}

/** Lines as they are, so that a name may come twice. */
export const post = (port: number, sent: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const chunked: Sent['lines'] = sent.length === 'chunked' ? [['transfer-encoding', 'chunked']] : []
    const lines = [['host', `127.0.0.1:${port}`] as const, ...withLength(sent), ...chunked]
    const headers = lines.flat()
    const call = request(
      { host: '127.0.0.1', port, path: HOOK_PATH, method: sent.method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            header: (name) => [response.headers[name] ?? null].flat()[0] ?? null,
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    call.on('error', reject)
    if (sent.length === 'chunked') for (const piece of pieces(sent.body)) call.write(piece)
    else if (sent.body.length > 0) call.write(sent.body)
    call.end()
  })

/** A server of `node:http` with any listener. */
export const startListener = async (listener: RequestListener): Promise<Way & { readonly port: number }> => {
  const server = createServer(listener)
  const port = await listen(server)
  return {
    port,
    send: (sent) => post(port, sent),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const startHttp2 = async (handler: WebhookHandler): Promise<Way> => {
  const server = createServer2(toNodeHandler(handler))
  const port = await listen(server)
  const client = connect(`http://127.0.0.1:${port}`)
  return {
    send: (sent) =>
      new Promise((resolve, reject) => {
        const headers: Record<string, string | string[]> = { ':method': sent.method, ':path': HOOK_PATH }
        for (const [name, value] of withLength(sent)) headers[name] = [...(headers[name] ?? []), value].flat()
        const stream = client.request(headers, { endStream: sent.body.length === 0 })
        let status = 0
        let received: Readonly<Record<string, unknown>> = {}
        const chunks: Buffer[] = []
        stream.on('response', (fields) => {
          status = fields[':status'] ?? 0
          received = fields
        })
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('error', reject)
        stream.on('end', () =>
          resolve({
            status,
            header: (name) => (typeof received[name] === 'string' ? received[name] : null),
            text: Buffer.concat(chunks).toString(),
          }),
        )
        for (const piece of pieces(sent.body)) stream.write(piece)
        if (sent.body.length > 0) stream.end()
      }),
    close: async () => {
      client.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const untouched = (express: Express, handler: WebhookHandler): Promise<Way> =>
  startListener(express().set('env', 'test').all(HOOK_PATH, toNodeHandler(handler)))

const raw = (express: Express, handler: WebhookHandler): Promise<Way> => {
  const parser = express.raw({ type: '*/*', limit: '1mb' })
  return startListener(express().set('env', 'test').all(HOOK_PATH, parser, toNodeHandler(handler)))
}

const expressWays = (version: 4 | 5): readonly NamedWay[] => {
  const load = () => loadExpress(`express${version}`)
  return [
    { name: `Express ${version}`, loses: [], start: async (handler) => untouched(await load(), handler) },
    { name: `Express ${version}, express.raw`, loses: [], start: async (handler) => raw(await load(), handler) },
  ]
}

export const NODE_WAYS: readonly NamedWay[] = [
  { name: 'node:http', loses: [], start: (handler) => startListener(toNodeHandler(handler)) },
  { name: 'node:http2', loses: [], start: startHttp2 },
  ...expressWays(4),
  ...expressWays(5),
]
