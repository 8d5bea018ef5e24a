import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { WebhookHandler } from '../webhook.ts'
import { MAX_WEBHOOK_BYTES } from '../webhook-read.ts'
import { failed, requestOf } from './request-of.ts'

/** A listener for `node:http` and `node:http2`, and middleware for Express 4 and 5. */
export type NodeHandler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => Promise<void>

/** Where body parsers leave what they have read. */
interface MaybeParsed {
  readonly body?: unknown
  readonly rawBody?: unknown
}

type Bytes = Uint8Array<ArrayBuffer>

const PARSED =
  "The body of this delivery was parsed before it could be verified. Give the route its raw bytes: app.post(path, express.raw({ type: '*/*', limit: '1mb' }), handler), before any express.json()."

/**
 * A webhook handler for `node:http` and Express. Takes the raw bytes from the stream, or from `rawBody` or a Buffer in
 * `body` where a raw parser has read it; after any other parser it answers 500 and says which middleware to change. Never
 * rejects: a handler that throws is answered 500, a delivery that breaks off is dropped.
 * @example createServer(toNodeHandler(till.webhook('maven', { onEvent })))
 */
export function toNodeHandler(handler: WebhookHandler): NodeHandler {
  return async (message, response) => {
    const answer = await answerTo(message, handler).catch(() => failed(500, 'The delivery was not taken'))
    if (answer === null || response.headersSent || response.writableEnded || response.destroyed) return
    const body = Buffer.from(await answer.arrayBuffer().catch(() => new ArrayBuffer(0)))
    response.statusCode = answer.status
    for (const [name, value] of answer.headers) response.setHeader(name, value)
    response.end(body)
  }
}

/** Null: nobody waits for an answer any more. */
async function answerTo(
  message: IncomingMessage | Http2ServerRequest,
  handler: WebhookHandler,
): Promise<Response | null> {
  const method = message.method ?? 'GET'
  let body: Bytes | null = new Uint8Array()
  if (method === 'POST') {
    const read = bytesRead(message)
    if (read === null) return failed(500, PARSED)
    body = read ?? (isTooLong(message) ? body : await collect(message))
  }
  if (body === null) return null
  const request = requestOf(method, linesOf(message.rawHeaders), body)
  return request instanceof Response ? request : handler(request)
}

/** What was read already; undefined: the stream is untouched; null: it was parsed and the bytes are gone. */
function bytesRead(message: (IncomingMessage | Http2ServerRequest) & MaybeParsed): Bytes | undefined | null {
  for (const value of [message.rawBody, message.body]) {
    if (value instanceof Uint8Array) return Uint8Array.from(value)
  }
  return message.readableDidRead || message.readableEnded || message.readableEncoding !== null ? null : undefined
}

/** The handler refuses by the header alone; the server drops what nobody reads. */
function isTooLong({ headers }: IncomingMessage | Http2ServerRequest): boolean {
  return Number(headers['content-length'] ?? 0) > MAX_WEBHOOK_BYTES
}

/**
 * The bytes of an untouched stream; null when it broke off. At most one more than a handler takes: what follows is read and
 * dropped, because a sender that is cut off never reads why. That ends with the server's `requestTimeout`.
 */
function collect(message: IncomingMessage | Http2ServerRequest): Promise<Bytes | null> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    let room = MAX_WEBHOOK_BYTES + 1
    const settle = (): void => resolve(Uint8Array.from(Buffer.concat(chunks)))
    message.on('data', (chunk: Uint8Array) => {
      if (room === 0) return
      chunks.push(chunk.subarray(0, room))
      room -= Math.min(room, chunk.length)
      if (room === 0) settle()
    })
    message.on('end', settle)
    message.on('error', () => resolve(null))
    message.on('close', () => resolve(null))
    // Whoever paused it did not go on; a stream that is closed already says nothing any more.
    message.resume()
    if (message.destroyed) resolve(null)
  })
}

/** Every line as it came: the same name twice must stay visible. Names like `:path` are HTTP/2's own, no headers. */
function linesOf(raw: readonly string[]): readonly (readonly [string, string])[] {
  const lines: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (!name.startsWith(':')) lines.push([name, raw[index + 1] ?? ''])
  }
  return lines
}
