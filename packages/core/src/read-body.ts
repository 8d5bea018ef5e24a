import { TillError } from './error.ts'
import { invalidResponse } from './invalid.ts'

/**
 * Reads a body as UTF-8 text and stops as soon as it is larger than allowed, decoded bytes counted, so that a small
 * compressed answer cannot become a large one.
 * @throws response_too_large
 * @throws invalid_response when it is not UTF-8
 */
export async function readBody(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return ''
  const declared = response.headers.get('content-length')
  if (declared !== null && /^\d{1,15}$/.test(declared) && Number(declared) > maxBytes) {
    await response.body.cancel()
    throw tooLarge(response.status, maxBytes)
  }
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return decode(chunks)
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw tooLarge(response.status, maxBytes)
    }
    chunks.push(value)
  }
}

/** Only what is whole is decoded: no text is made of an answer that turns out too large. */
function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    let text = ''
    for (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
    return text + decoder.decode()
  } catch {
    throw invalidResponse('', 'UTF-8 text')
  }
}

function tooLarge(httpStatus: number, maxBytes: number): TillError {
  return new TillError({
    code: 'response_too_large',
    message: `the answer is larger than ${maxBytes} bytes`,
    httpStatus,
  })
}
