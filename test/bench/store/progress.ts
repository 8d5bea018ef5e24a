import process from 'node:process'

const EVERY_MS = 2_000
const started = performance.now()
let last = 0

/** Says on stderr what is being done. */
export function say(text: string): void {
  last = performance.now()
  process.stderr.write(`${((last - started) / 1000).toFixed(1).padStart(7)} s  ${text}\n`)
}

/** Says how far something is, at most every two seconds. */
export function progress(what: string, done: number, of: number): void {
  if (performance.now() - last > EVERY_MS) say(`${what}: ${Math.floor((100 * done) / of)} %`)
}
