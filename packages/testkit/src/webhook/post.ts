/** A delivery as a provider posts it. */
export interface WebhookRequestOptions {
  /** The body: text exactly as it is to arrive, or the bytes. */
  readonly body: string | Uint8Array
  /**
   * Where your endpoint is.
   * @default 'http://localhost/'
   */
  readonly url?: string
  /** Further headers; one of the same name replaces the helper's. */
  readonly headers?: Readonly<Record<string, string>>
}

/** The POST that carries `body` as JSON. */
export const post = (
  { body, url = 'http://localhost/', headers = {} }: WebhookRequestOptions,
  own: Readonly<Record<string, string>> = {},
): Request => {
  const all = new Headers({ 'content-type': 'application/json', ...own })
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  return new Request(url, { method: 'POST', headers: all, body: toBytes(body) })
}

/** The bytes that are sent and signed. */
export const toBytes = (body: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body)
