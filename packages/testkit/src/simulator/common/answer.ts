import { jsonText } from './json-text.ts'

/** A JSON answer; a body that is text already is sent as it is. */
export const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(typeof body === 'string' ? body : jsonText(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

/** The credential of an `Authorization: Bearer …` header, or null. */
export const bearerOf = (request: Request): string | null =>
  /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
