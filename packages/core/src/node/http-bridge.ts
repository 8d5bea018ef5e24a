import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { WebhookHandler } from '../webhook.ts'

/** A listener for `node:http` and middleware for Express 4 and 5. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Where body parsers leave what they have read. */
interface MaybeParsed {
  readonly body?: unknown
  readonly rawBody?: unknown
}

const PARSED =
  "The body of this delivery was parsed before it could be verified. Give the route its raw bytes: app.post(path, express.raw({ type: '*/*' }), handler), before any express.json()."

/**
 * A webhook handler for `node:http` and Express. Takes the raw bytes from the stream, or from `rawBody` or a Buffer in
 * `body` where a raw parser has read it; after any other parser it answers 500 and says which middleware to change.
 * @example createServer(toNodeHandler(till.webhook('maven', { onEvent })))
 */
export function toNodeHandler(handler: WebhookHandler): NodeHandler {
  return async (request, response) => {
    const read = bytesRead(request)
    if (read === null) {
      response.writeHead(500, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ type: 'about:blank', status: 500, title: PARSED }))
      return
    }
    const answer = await handler(toRequest(request, read))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  }
}

/** What was read already; undefined: the stream is untouched; null: it was parsed and the bytes are gone. */
function bytesRead(request: IncomingMessage & MaybeParsed): Uint8Array<ArrayBuffer> | undefined | null {
  for (const value of [request.rawBody, request.body]) {
    if (value instanceof Uint8Array) return Uint8Array.from(value)
  }
  return request.readableDidRead || request.readableEnded ? null : undefined
}

function toRequest(message: IncomingMessage, body: Uint8Array<ArrayBuffer> | undefined): Request {
  const headers = new Headers()
  // Every line as it came: the same name twice must stay visible.
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '')
  const method = message.method ?? 'GET'
  const url = 'http://localhost'
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  const stream = body ?? (Readable.toWeb(message) as ReadableStream<Uint8Array>)
  return new Request(url, { method, headers, body: stream, duplex: 'half' } as RequestInit)
}
