/** Methods that `Request` does not take. */
const FORBIDDEN = /^(?:connect|trace|track)$/i

/** A standard request of what a server was given; a response where no `Request` can be made of it. */
export function requestOf(
  method: string,
  lines: Iterable<readonly [string, string]>,
  body: Uint8Array<ArrayBuffer>,
): Request | Response {
  if (FORBIDDEN.test(method)) return failed(405, 'Send deliveries as POST', { allow: 'POST' })
  try {
    const headers = new Headers()
    for (const [name, value] of lines) headers.append(name, value)
    // What a bridge is told of the address is up to the sender; no handler needs it.
    return new Request('http://localhost', { method, headers, ...(method === 'POST' ? { body } : {}) })
  } catch {
    return failed(400, 'The delivery could not be read')
  }
}

/** RFC 9457, as a handler answers. */
export function failed(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', status, title }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
