/** Says whether a text repeats a credential we sent. */
export type IsEcho = (text: string) => boolean

/** A shared run of this many characters is found for certain; shorter ones than `PIECE` never. */
const RUN = 16
const PIECE = 12
const STEP = RUN - PIECE + 1

/** Headers whose value everybody knows. */
const PUBLIC: ReadonlySet<string> = new Set(['accept', 'content-type'])

/**
 * For the headers of a request: an answer may echo a credential in any field, and in the name of one, also cut short, in
 * base64, or percent-encoded.
 */
export function echoOf(headers: Readonly<Record<string, string>>): IsEcho {
  return (text) => {
    if (text.length < PIECE) return false
    const sources = known.get(headers) ?? sourcesOf(headers)
    for (let at = 0; at + PIECE <= text.length; at += STEP) {
      const piece = text.slice(at, at + PIECE)
      for (const source of sources) if (source.includes(piece)) return true
    }
    // The last characters, which the steps may not have come to.
    const end = text.slice(-PIECE)
    return sources.some((source) => source.includes(end))
  }
}

/** Most requests of an account have the same headers. */
const known = new WeakMap<object, readonly string[]>()

/** Every form of what we sent. */
function sourcesOf(headers: Readonly<Record<string, string>>): readonly string[] {
  const sources = Object.entries(headers).flatMap(([name, value]) => {
    if (PUBLIC.has(name)) return []
    const parts = value.includes(' ') ? [value, ...value.split(' ')] : [value]
    return parts.filter((part) => part.length >= PIECE).flatMap(formsOf)
  })
  known.set(headers, sources)
  return sources
}

function formsOf(text: string): readonly string[] {
  const base64 = btoa(text)
  return [text, base64, base64.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(text)]
}
