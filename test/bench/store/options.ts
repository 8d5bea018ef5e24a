import process from 'node:process'

/** Sessions of the large store; `--rows 50000` is a quick run. */
export const rows = numberOption('rows', 1_000_000)
/** Sessions recorded for the throughput; `--recorded 5000`. */
export const recorded = numberOption('recorded', 20_000)
/** Sessions of one call of `record`, `claim` and `complete`. */
export const BATCH = 500

function numberOption(name: string, fallback: number): number {
  const args = process.argv.slice(2)
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
  if (at < 0) return fallback
  const text = args[at]?.split('=')[1] ?? args[at + 1] ?? ''
  const value = Number.parseInt(text.replaceAll('_', ''), 10)
  if (!Number.isSafeInteger(value) || value < 1_000) throw new Error(`--${name}: expected a whole number from 1000`)
  return value
}
