import { createReadStream } from 'node:fs'
import { TillError } from '@onetill/core'

/** A side that cannot be read as a whole. Says where and what was expected. */
export function unreadable(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_input',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}

/** UTF-16 and UTF-32 are refused: half of their bytes would be read as something else. */
export function refuseWide(head: Uint8Array, place: string): void {
  const [a = 1, b = 1, c = 1, d = 1] = head
  const marked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
  const unmarked = (a === 0 && b !== 0) || (a !== 0 && b === 0 && c !== 0 && d === 0)
  if (marked || unmarked)
    throw unreadable(place, 'UTF-8; this is UTF-16. Save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 in > out')
}

/** How many bytes of a UTF-8 byte order mark stand at the beginning. */
export function markLength(head: Uint8Array): 0 | 3 {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
}

/** Bytes of a file. @throws invalid_input when it cannot be read */
export async function* fileBytes(path: string, place: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 20 })
  } catch {
    throw unreadable(place, 'a file that can be read')
  }
}

/** Text of UTF-8 bytes, without a mark. Bytes that are none become U+FFFD. */
export async function* utf8(bytes: AsyncIterable<Uint8Array>, place: string): AsyncIterable<string> {
  const decoder = new TextDecoder()
  let begun = false
  for await (const chunk of bytes) {
    if (!begun && chunk.length > 0) {
      refuseWide(chunk, place)
      begun = true
    }
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}
