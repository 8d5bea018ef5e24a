// For this package's tests.

/** What came back. */
export interface Called {
  readonly status: number
  readonly text: string
  /** Parsed, null when empty. */
  readonly body: unknown
}

/** One request over real HTTP; `send` is sent as it is when text, else as JSON. */
export const call = async (url: string, { headers = {}, method = 'GET', send }: CallOptions = {}): Promise<Called> => {
  const body = send === undefined ? null : typeof send === 'string' ? send : JSON.stringify(send)
  const response = await fetch(url, { method, headers, body })
  const text = await response.text()
  return { status: response.status, text, body: text === '' ? null : JSON.parse(text) }
}

/** Options of {@link call}. */
export interface CallOptions {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly send?: unknown
}
