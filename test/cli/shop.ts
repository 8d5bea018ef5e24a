// A shop's export, a store with the sessions of its orders, and the command between them.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { type MaashSimulator, startMaashSimulator } from '@onetill/testkit'
import { type Command, type Run, useCommand } from './command.ts'

export const AS_OF = '2099-01-01T00:00:00Z'

/** What a shop exports; the last order is still open, one has a comma, one another amount, one is unknown to the provider. */
export const ORDERS = [
  'Order No.,State,Total,Cur',
  'ORD-1,Paid,12.50,USD',
  'ORD-2,Paid,20.00,USD',
  'ORD-3,Paid,"7,50",USD',
  'ORD-9,Paid,1250.00,USD',
  'ORD-4,New,5.00,USD',
]
const MAP = ['reference=Order No.', 'status=State', 'amount=Total', 'currency=Cur'].flatMap((pair) => [
  '--left-map',
  pair,
])
const WORDS = ['Paid=paid', 'New=open'].flatMap((pair) => ['--left-status', pair])
/** How the command is told what the columns and words of such an export mean. */
export const MEANINGS = [...MAP, ...WORDS]

/** The shop, its store, and the command. */
export interface Shop {
  readonly command: Command
  /** Where `orders.csv` and the store are. */
  readonly cwd: () => string
  /** Where the command puts what it needs while it runs. */
  readonly temporary: () => string
  readonly env: () => Readonly<Record<string, string>>
  readonly run: (args: readonly string[], stdin?: string) => Promise<Run>
  /** Runs `reconcile` of the export against the store. */
  readonly reconciled: (...args: readonly string[]) => Promise<Run>
}

/** Opens the shop before the tests of this file. */
export function useShop(): Shop {
  const command = useCommand()
  let crypto: MaashSimulator
  let cwd = ''
  let temporary = ''
  const env = () => ({
    ONETILL_MAASH_API_KEY: crypto.credentials.apiKey,
    ONETILL_MAASH_BASE_URL: crypto.url,
    ONETILL_INSECURE_LOOPBACK: '1',
    TMPDIR: temporary,
  })
  /** Lines of progress come when the machine is slow; they are taken out. */
  const run = async (args: readonly string[], stdin = '') => {
    const ran = await command.run(args, { cwd, env: env(), stdin })
    return { ...ran, stderr: ran.stderr.replace(/^onetill: \d+ s, .*\n/gm, '') }
  }
  const against = ['--left', 'orders.csv', ...MEANINGS, '--right', 'store', '--as-of', AS_OF]

  beforeAll(async () => {
    crypto = await startMaashSimulator()
    cwd = mkdtempSync(join(command.folder(), 'reconcile-'))
    temporary = join(cwd, 'tmp')
    mkdirSync(temporary)
    writeFileSync(join(cwd, 'orders.csv'), `${ORDERS.join('\n')}\n`)
    const order = (reference: string, amount: string): string => {
      const { session_id: id } = crypto.create({ merchant_id: 'mer_1', transaction_id: reference, amount_usd: amount })
      return id
    }
    const paid = [order('ORD-1', '12.50'), order('ORD-2', '19.00'), order('ORD-3', '7.50')]
    for (const id of paid) {
      crypto.act(id, 'select')
      crypto.act(id, 'detect')
      crypto.act(id, 'complete')
    }
    expect((await run(['track', 'maash', ...paid, order('ORD-4', '5.00')])).code).toBe(0)
    expect((await run(['sync', '--once'])).code).toBe(0)
  })
  afterAll(() => crypto.close())
  return {
    ...{ command, cwd: () => cwd, temporary: () => temporary, env, run },
    reconciled: (...args) => run(['reconcile', ...against, ...args]),
  }
}
