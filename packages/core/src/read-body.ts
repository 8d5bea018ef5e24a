import { TillError } from './error.ts'
import { invalidResponse } from './invalid.ts'

/**
 * Reads a body as UTF-8 text and stops as soon as it is larger than allowed, decoded bytes counted, so that a small
 * compressed answer cannot become a large one. When the signal aborts, the connection is given up; the signal is the
 * request's own, as it keeps a listener.
 * @throws response_too_large
 * @throws invalid_response when it is not UTF-8
 */
export async function readBody(response: Response, maxBytes: number, signal?: AbortSignal): Promise<string> {
  if (response.body === null) return ''
  const declared = response.headers.get('content-length')
  if (declared !== null && /^\d{1,15}$/.test(declared) && Number(declared) > maxBytes) {
    await response.body.cancel()
    throw tooLarge(response.status, maxBytes)
  }
  const reader = response.body.getReader()
  // From the signal of a request to its body Node's fetch has weak references only: after a garbage collection an abort
  // ends nothing, and the socket would stand for as long as the provider likes.
  signal?.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    signal?.throwIfAborted()
    if (done) return decode(chunks, bytes)
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw tooLarge(response.status, maxBytes)
    }
    chunks.push(value)
  }
}

/** Keeps nothing between two texts, as it is never asked to stream. */
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** Only what is whole is decoded: no text is made of an answer that turns out too large. At once is faster than in parts. */
function decode(chunks: readonly Uint8Array[], bytes: number): string {
  try {
    return UTF8.decode(joined(chunks, bytes))
  } catch {
    throw invalidResponse('', 'UTF-8 text')
  }
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

function tooLarge(httpStatus: number, maxBytes: number): TillError {
  return new TillError({
    code: 'response_too_large',
    message: `the answer is larger than ${maxBytes} bytes`,
    httpStatus,
  })
}
