import type { WebhookHandler } from '../webhook.ts'
import { failed, requestOf } from './request-of.ts'

/** An event of API Gateway, a function URL or a load balancer, in either version. */
export interface LambdaEvent {
  readonly body?: string | null
  readonly isBase64Encoded?: boolean
  readonly headers?: Readonly<Record<string, string | undefined>> | null
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null
  /** Version 1. */
  readonly httpMethod?: string
  /** Version 2. */
  readonly requestContext?: { readonly http?: { readonly method?: string } }
}

/** An answer for Lambda. */
export interface LambdaResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly isBase64Encoded: false
}

const PARSED =
  'The body of this delivery was parsed before it could be verified. Give the function the text or base64 the gateway passes: no JSON body parser (such as httpJsonBodyParser) before it.'

/**
 * A webhook handler for Lambda-style events. Configure the gateway to pass bodies as base64 where it can: bytes that are no
 * UTF-8 do not survive as text, and such a delivery is refused. Never rejects.
 */
export function toLambdaHandler(handler: WebhookHandler): (event: LambdaEvent) => Promise<LambdaResult> {
  return async (event) => {
    const answer = await answerTo(event, handler).catch(() => failed(500, 'The delivery was not taken'))
    return {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text().catch(() => ''),
      isBase64Encoded: false,
    }
  }
}

async function answerTo(event: LambdaEvent, handler: WebhookHandler): Promise<Response> {
  const method = event.requestContext?.http?.method ?? event.httpMethod ?? 'POST'
  const text: unknown = event.body ?? ''
  if (typeof text !== 'string') return failed(500, PARSED)
  const body = Uint8Array.from(Buffer.from(text, event.isBase64Encoded === true ? 'base64' : 'utf8'))
  const request = requestOf(method, linesOf(event), body)
  return request instanceof Response ? request : handler(request)
}

/** Version 1 says each header twice, once with all its values. */
function linesOf({ headers, multiValueHeaders }: LambdaEvent): readonly (readonly [string, string])[] {
  const several = Object.entries(multiValueHeaders ?? {})
  if (several.length > 0)
    return several.flatMap(([name, values]) => (values ?? []).map((value) => [name, value] as const))
  return Object.entries(headers ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}
