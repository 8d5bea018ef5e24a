import type { WebhookHandler } from '../webhook.ts'

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

/** A webhook handler for Lambda-style events. Configure the gateway to pass bodies as base64 where it can. */
export function toLambdaHandler(handler: WebhookHandler): (event: LambdaEvent) => Promise<LambdaResult> {
  return async (event) => {
    const method = event.requestContext?.http?.method ?? event.httpMethod ?? 'POST'
    const body = Buffer.from(event.body ?? '', event.isBase64Encoded === true ? 'base64' : 'utf8')
    const init = method === 'GET' || method === 'HEAD' ? {} : { body }
    const request = new Request('http://localhost', { method, headers: headersOf(event), ...init })
    const answer = await handler(request)
    return {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
      isBase64Encoded: false,
    }
  }
}

/** Version 1 says each header twice, once with all its values. */
function headersOf({ headers, multiValueHeaders }: LambdaEvent): Headers {
  const all = new Headers()
  const several = Object.entries(multiValueHeaders ?? {})
  if (several.length > 0)
    for (const [name, values] of several) for (const value of values ?? []) all.append(name, value)
  else for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) all.append(name, value)
  return all
}
