import { createTill, type TillError } from '@onetill/core'
import { connectAccount } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES, exitCodeOf } from '../exit-codes.ts'
import { failureLine, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { createWriter, type Format } from '../output/writer.ts'
import { type MapOptions, toExpected } from './map-options.ts'

/** Options of `onetill get`, as typed. */
export interface GetOptions extends Pick<MapOptions, 'account' | 'expectedAmount' | 'expectedReference'> {
  readonly config?: string
  readonly format?: Format
  readonly json?: boolean
}

/** Ids read together; results come out in order, part by part. */
const TOGETHER = 64

/** Reads sessions over HTTP. */
export async function getCommand(
  provider: string,
  ids: readonly string[],
  options: GetOptions,
  context: CliContext,
): Promise<number> {
  const expected = toExpected(options)
  if (expected !== null && ids.length > 1) throw usageError('--expected-amount and --expected-reference are for one id')
  const adapter = connectAccount({ provider, account: options.account, config: options.config }, context)
  const till = createTill({ adapters: [adapter] })
  const writer = createWriter(options.format ?? 'json', context.out, context.terminal)
  let exitCode: number = EXIT_CODES.ok.code
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const part = ids.slice(from, from + TOGETHER)
    const refs = part.map((id) => ({ provider, id, ...(expected === null ? {} : { expected }) }))
    const results = await till.retrieveMany(refs, { signal: context.signal })
    for (const [place, result] of results.entries()) {
      if (result.ok) {
        await writer.add(result.session)
        continue
      }
      context.report(
        `${printable(part[place] ?? '').slice(0, 80)}: ${failureLine(result.error)}${proxyHint(result.error, context)}`,
      )
      exitCode = Math.max(exitCode, exitCodeOf(result.error.code))
    }
  }
  await writer.end(ids.length === 1 ? 'one' : 'list')
  return exitCode
}

/** Node's `fetch` ignores proxy variables, and a failure does not show it. */
function proxyHint({ code }: TillError, { env }: CliContext): string {
  const name = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY'].find(
    (key) => (env[key] ?? '') !== '',
  )
  return code === 'network' && name !== undefined ? ` (${name} is set, but no proxy is used)` : ''
}
