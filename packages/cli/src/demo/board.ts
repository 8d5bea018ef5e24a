import type { StatusPageOptions } from '@onetill/status-page'
import type { Store } from '@onetill/store'
import { explainStatus, keptPaths, PROVIDER_NAMES } from '../server/explain.ts'
import { type Address, listen, listenSomewhere } from '../server/listen.ts'
import { type PageServer, startPage } from '../server/page-server.ts'

/** What the board of the demo is made from. */
export interface DemoBoardOptions {
  readonly store: () => Store
  /** The simulated time. */
  readonly now: () => Date
  /** Reads one session of the round that is played. */
  readonly readAgain: (key: string) => Promise<void>
  readonly health: NonNullable<StatusPageOptions['health']>
  /** Port that was asked for; null: the usual one, or any when somebody has it. */
  readonly port: number | null
}

/** The board of the demo. */
export interface DemoBoard extends Pick<PageServer, 'url'> {
  /** After the store was begun anew. */
  readonly renew: () => void
  readonly close: () => Promise<void>
}

const HOST = '127.0.0.1'
const MERCHANT = 'Demo Shop'

/** Shows the demo's store as `onetill serve` shows a real one. */
export async function startBoard(options: DemoBoardOptions, usual: number): Promise<DemoBoard> {
  const { store, now, readAgain, health, port } = options
  const shown = (): StatusPageOptions => ({
    ...{ store: store(), links: store().links, merchant: MERCHANT, providerNames: PROVIDER_NAMES },
    ...{ explain: explainStatus, keeps: keptPaths, now, readAgain, health },
  })
  const address: Address = { host: HOST, port: port ?? usual }
  const page = await startPage(shown(), address, port === null ? listenSomewhere : listen)
  return {
    url: page.url,
    renew: () => page.show(shown()),
    // Nobody waits for a demo to end.
    close: () => page.close(0),
  }
}
