import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { ErrorCode } from '@onetill/core'

/** What a provider may answer, with our credential wherever it can put one. */
export interface Answer {
  readonly name: string
  /** The code for a read; a lost write becomes `outcome_unknown` or `unconfirmed`. Null: it may be well. */
  readonly code: ErrorCode | null
  /** A 2xx that can be read: a cancellation has happened, and what fails is the read after it. */
  readonly ok?: true
  readonly give: (request: IncomingMessage, response: ServerResponse) => void
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'rejected',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  422: 'rejected',
  429: 'rate_limited',
  500: 'provider_unavailable',
  503: 'provider_unavailable',
}

/** Bodies of errors and sessions, of which every text is replaced by the credential. */
const FIXTURES: Readonly<Record<string, { readonly error: string; readonly session: string }>> = {
  authorization: { error: 'maven/fixtures/error.422-rejected.list', session: 'maven/fixtures/session.paid.stripe' },
  'x-api-key': { error: 'maash/fixtures/error.400-rejected.document', session: 'maash/fixtures/session.open.document' },
  jwt: {
    error: 'jwt-checkout/fixtures/error.422-rejected',
    session: 'jwt-checkout/fixtures/session.paid.three-refunds',
  },
}
const adapters = join(import.meta.dirname, '..', '..', 'adapters')

/** The answers, each with the credential in one of the forms of `ECHOES`. */
export function answers(echo: (credential: string) => string): readonly Answer[] {
  const headersOf = (request: IncomingMessage): Record<string, string> => {
    const said = echo(credentialIn(request))
    return { 'x-request-id': said, 'retry-after': said, 'www-authenticate': said, 'set-cookie': `a=${said}` }
  }
  const body = (kind: 'error' | 'session') => (request: IncomingMessage) =>
    echoed(fixture(request, kind), echo(credentialIn(request)))
  const answer = (status: number, text: (request: IncomingMessage) => string): Answer['give'] => {
    return (request, response) => {
      const said = echo(credentialIn(request))
      const headers = { 'content-type': 'application/json', ...headersOf(request) }
      response.writeHead(status, `no ${said}`, headers).end(text(request))
    }
  }
  return [
    ...Object.entries(CODES).map(
      ([status, code]): Answer => ({ name: status, code, give: answer(Number.parseInt(status, 10), body('error')) }),
    ),
    {
      name: 'a redirect',
      code: 'redirect_refused',
      give: (request, response) => {
        const said = encodeURIComponent(echo(credentialIn(request)))
        response.writeHead(302, { ...headersOf(request), location: `/${said}?key=${said}` }).end()
      },
    },
    {
      name: 'a page',
      code: 'invalid_response',
      ok: true,
      give: answer(200, (request) => `<p>${echo(credentialIn(request))}</p>`),
    },
    {
      name: 'JSON that ends too soon',
      code: 'invalid_response',
      ok: true,
      give: answer(200, (request) => `{"${echo(credentialIn(request))}": "${echo(credentialIn(request))}`),
    },
    {
      name: 'another form, its keys our credential',
      code: 'invalid_response',
      ok: true,
      give: answer(200, (request) =>
        JSON.stringify({ data: { [echo(credentialIn(request))]: 5 }, [echo(credentialIn(request))]: 5 }),
      ),
    },
    { name: 'a session of nothing else', code: null, give: answer(200, body('session')) },
    {
      name: 'no UTF-8',
      code: 'invalid_response',

      give: (request, response) => {
        response
          .writeHead(200, headersOf(request))
          .end(Buffer.concat([Buffer.from(credentialIn(request)), Buffer.of(0xff)]))
      },
    },
    {
      name: 'a broken encoding',
      code: 'network',

      give: (request, response) => {
        response.writeHead(200, { ...headersOf(request), 'content-encoding': 'gzip' }).end(credentialIn(request))
      },
    },
    {
      name: 'an end in the middle',
      code: 'network',

      give: (request, response) => {
        response.writeHead(200, { ...headersOf(request), 'content-length': '4096' })
        response.write(credentialIn(request), () => response.destroy())
      },
    },
    { name: 'a hang-up', code: 'network', give: (request) => void request.socket.destroy() },
  ]
}

/** The credential of a request, as its sender wrote it. */
export function credentialIn({ headers }: IncomingMessage): string {
  return `${headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', '') ?? ''}`
}

function fixture({ headers, url = '' }: IncomingMessage, kind: 'error' | 'session'): unknown {
  const row =
    FIXTURES[url.includes('/api/v1/') ? 'jwt' : 'x-maash-user-type' in headers ? 'x-api-key' : 'authorization']
  return JSON.parse(readFileSync(join(adapters, `${row?.[kind]}.json`), 'utf8'))
}

/** JSON with every text replaced. */
function echoed(value: unknown, by: string): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? by : part))
}
