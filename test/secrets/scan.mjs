// What a credential looks like, wherever it appears. `npm test` runs its test stages through this, see watched-run.mjs.

/**
 * Stands in every credential the tests plant, and in nothing else; repeated, so that a piece of one is found as well.
 * @type {string}
 */
export const MARKER = 'c4na'

const UNIT = 3 * MARKER.length

/**
 * The marker as base64 hides it: of the repeated marker every six bytes at a multiple of three are one of four.
 * @type {readonly string[]}
 */
const BASE64 = [...MARKER].map((_, from) => Buffer.from(MARKER.repeat(UNIT).slice(from, from + 6)).toString('base64'))

/**
 * Forms of a credential. The marker finds what tests plant themselves; the shapes find what simulators give out and what
 * a test made up without the marker.
 * @type {readonly { readonly name: string; readonly form: RegExp }[]}
 */
export const FORMS = [
  { name: 'the marker of a planted credential', form: new RegExp(MARKER, 'i') },
  { name: 'the marker in base64', form: new RegExp(BASE64.join('|')) },
  { name: 'the marker in hexadecimal', form: new RegExp(Buffer.from(MARKER).toString('hex'), 'i') },
  { name: 'an API key of a provider', form: /\b(?:mvn|mk|ks|sk|pk)_(?:live|test)_\w{8}/ },
  { name: 'a webhook secret', form: /\bwhsec_\w{8}/ },
  { name: 'a JWT', form: /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}/ },
  { name: 'an Authorization header', form: /\b(?:Bearer|Basic) +(?!token\b|\.\.\.)[\w.~+/=-]{8}/ },
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal may stand in the middle of a key
const COLOUR = /\u001b\[[0-9;]*m/g

/**
 * Names of the forms in a text; never the text itself, for it goes into messages.
 * @param {string} text
 * @returns {readonly string[]}
 */
export function leaksIn(text) {
  const plain = text.replace(COLOUR, '')
  return FORMS.filter(({ form }) => form.test(plain)).map(({ name }) => name)
}

/** A long line is looked at in pieces that overlap by as much as a form needs. */
const OVERLAP = 512

/**
 * Scans text that arrives in pieces, as it was cut by pipes.
 * @returns {{ write: (chunk: string) => void, leaks: () => readonly string[] }}
 */
export function createScanner() {
  const found = new Set()
  let rest = ''
  return {
    write: (chunk) => {
      const text = rest + chunk
      for (const leak of leaksIn(text)) found.add(leak)
      rest = text.slice(-OVERLAP)
    },
    leaks: () => [...found],
  }
}
