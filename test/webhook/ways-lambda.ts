// Lambda-style events, as API Gateway (versions 1 and 2), function URLs and load balancers make them.
import type { WebhookHandler } from '@onetill/core'
import { type LambdaEvent, toLambdaHandler } from '@onetill/core/node'
import { type Loss, type NamedWay, type Sent, type Way, withLength } from './way.ts'

type ToEvent = (sent: Sent, body: Pick<LambdaEvent, 'body' | 'isBase64Encoded'>) => LambdaEvent

const grouped = (lines: Sent['lines']): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>()
  for (const [name, value] of lines) groups.set(name, [...(groups.get(name) ?? []), value])
  return groups
}

/** The last of several, and all of them beside it. */
const version1: ToEvent = (sent, body) => ({
  httpMethod: sent.method,
  headers: Object.fromEntries(withLength(sent)),
  multiValueHeaders: Object.fromEntries(grouped(withLength(sent))),
  ...body,
})
const lowered = (sent: Sent): Sent['lines'] => withLength(sent).map(([name, value]) => [name.toLowerCase(), value])

/** Names in lower case, several joined by a comma. */
const version2: ToEvent = (sent, body) => ({
  requestContext: { http: { method: sent.method } },
  headers: Object.fromEntries([...grouped(lowered(sent))].map(([name, values]) => [name, values.join(',')])),
  ...body,
})
const loadBalancer: ToEvent = (sent, body) => ({
  httpMethod: sent.method,
  multiValueHeaders: Object.fromEntries(grouped(withLength(sent))),
  ...body,
})

const ENCODED = {
  base64: (body: Uint8Array) => ({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
  text: (body: Uint8Array) => ({
    body: body.length === 0 ? null : Buffer.from(body).toString('utf8'),
    isBase64Encoded: false,
  }),
}

const way = (name: string, toEvent: ToEvent, encoding: keyof typeof ENCODED, loses: readonly Loss[]): NamedWay => ({
  name: `Lambda ${name} ${encoding}`,
  loses: encoding === 'text' ? ['bytes', ...loses] : loses,
  start: async (handler: WebhookHandler): Promise<Way> => {
    const lambda = toLambdaHandler(handler)
    return {
      send: async (sent) => {
        const result = await lambda(toEvent(sent, ENCODED[encoding](sent.body)))
        const headers = new Headers(result.headers)
        return { status: result.statusCode, header: (name) => headers.get(name), text: result.body }
      },
      close: async () => {},
    }
  },
})

export const LAMBDA_WAYS: readonly NamedWay[] = [
  way('version 1', version1, 'text', []),
  way('version 1', version1, 'base64', []),
  way('version 2', version2, 'text', ['lines']),
  way('version 2', version2, 'base64', ['lines']),
  way('load balancer', loadBalancer, 'base64', []),
]
