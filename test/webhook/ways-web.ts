// Ways whose runtime hands over a standard `Request`.
import { Hono } from 'hono'
import type { WebhookHandler } from '@onetill/core'
import { HOOK_PATH, type NamedWay, pieces, type Sent, toAnswer, type Way, withLength } from './way.ts'

const toRequest = (sent: Sent): Request => {
  const headers = new Headers()
  for (const [name, value] of withLength(sent)) headers.append(name, value)
  const { method, body } = sent
  const url = `https://shop.example${HOOK_PATH}`
  if (method === 'GET' || method === 'HEAD' || body.length === 0) return new Request(url, { method, headers })
  if (sent.length === 'declared') return new Request(url, { method, headers, body })
  const init: RequestInit & { readonly duplex: 'half' } = {
    method,
    headers,
    body: ReadableStream.from(pieces(body)),
    duplex: 'half',
  }
  return new Request(url, init)
}

const web = (take: (request: Request) => Promise<Response> | Response): Way => ({
  send: async (sent) => toAnswer(await take(toRequest(sent))),
  close: async () => {},
})

const startHono = async (handler: WebhookHandler): Promise<Way> => {
  const app = new Hono()
  app.all(HOOK_PATH, (context) => handler(context.req.raw))
  return web((request) => app.fetch(request))
}

/** A route file says `export const POST = till.webhook(…)`; its framework calls that with the request and a context. */
const startRoute = async (handler: WebhookHandler): Promise<Way> => {
  const POST: (request: Request, context: { readonly params: Promise<object> }) => Promise<Response> = handler
  return web((request) => POST(request, { params: Promise.resolve({}) }))
}

export const WEB_WAYS: readonly NamedWay[] = [
  { name: 'Request', loses: [], start: async (handler) => web(handler) },
  { name: 'Hono', loses: [], start: startHono },
  { name: 'route file', loses: ['methods'], start: startRoute },
]
