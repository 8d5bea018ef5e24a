import { type Adapter, createTill } from '@onetill/core'
import type { HealthReport } from '@onetill/status-page'
import { configuredPage, connectAll, isConfigured } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { configError } from '../failure.ts'
import { jsonText, printable } from '../output/printable.ts'
import { accessOf } from '../server/access.ts'
import { explainStatus, keptPaths, PROVIDER_NAMES } from '../server/explain.ts'
import { listen } from '../server/listen.ts'
import { startPage } from '../server/page-server.ts'
import { quietly } from '../server/quiet.ts'
import { readNow } from '../server/read-now.ts'
import { findStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'

/** Options of `onetill serve`, as typed. */
export interface ServePageOptions extends StoreChoice {
  readonly port?: string
  readonly host?: string
  /** Names it is reached by, with commas between. */
  readonly hosts?: string
  readonly merchant?: string
  readonly sync: boolean
  readonly json?: boolean
}

/** Where the page is unless somebody says otherwise. */
export const PAGE_PORT = 4300
const LOOPBACK_HOST = '127.0.0.1'
/** How long answers that are being written have when the server ends. */
const END_MS = 3_000

/** The status page with the store behind it, and reading what is due, until a signal ends it. */
export async function servePageCommand(options: ServePageOptions, context: CliContext): Promise<number> {
  const { env, report, signal, out } = context
  const { host = LOOPBACK_HOST } = options
  const port = wholeNumber(options.port ?? `${PAGE_PORT}`, '--port', { from: 0, to: 65_535 })
  const settings = configuredPage(options, context)
  const merchant = options.merchant ?? settings.merchant
  const access = accessOf({ ...settings, host, hosts: namesOf(options.hosts) ?? settings.hosts }, env)
  const adapters = configuredAdapters(options, context)
  const place = findStore(options, context)
  const { createSync, createTraffic, sharedRateBudget } = await import('@onetill/sync')
  return withStore(place, async (store) => {
    const traffic = createTraffic()
    const till = createTill({ adapters, rateBudget: sharedRateBudget(store), observers: [traffic.observe] })
    const sync = createSync({ till, store, traffic, onError: quietly(report) })
    const page = await startPage(
      {
        ...{ store, links: store.links, providerNames: PROVIDER_NAMES, explain: explainStatus, keeps: keptPaths },
        ...access,
        ...(merchant === null ? {} : { merchant }),
        ...(adapters.length === 0
          ? {}
          : {
              readAgain: (key: string) => readNow(key, { till, store }),
              health: async () => reportOf(await sync.status(), adapters),
            }),
      },
      { host, port },
      listen,
    )
    try {
      if (options.sync) await sync.start()
      if (options.json === true) await out.write(`${jsonText({ url: page.url, sync: options.sync })}\n`)
      await out.flush()
      for (const line of greeting(page.url, place.name, options.sync ? adapters : null, access.access !== undefined))
        report(line)
      if (!signal.aborted)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    } finally {
      await Promise.all([page.close(END_MS), sync.stop()])
    }
    return EXIT_CODES.ok.code
  })
}

const namesOf = (hosts: string | undefined): readonly string[] | undefined =>
  hosts
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** Accounts to read from; without sync none need be configured. @throws invalid_options */
function configuredAdapters(options: ServePageOptions, context: CliContext): readonly Adapter[] {
  if (isConfigured(options, context)) return connectAll(options, context)
  if (!options.sync) return []
  throw configError(
    'no provider is configured, so nothing can be read; set the variables that onetill --help names, or show only what is stored with --no-sync',
  )
}

/** How reading goes, with what each provider allows. */
function reportOf(report: HealthReport, adapters: readonly Adapter[]): HealthReport {
  return {
    ...report,
    accounts: report.accounts.map((one) => {
      const adapter = adapters.find(({ provider, account }) => provider.id === one.provider && account === one.account)
      const { rateLimit = adapter?.provider.rateLimit ?? null } = adapter ?? {}
      return { ...one, rateLimit }
    }),
  }
}

function greeting(url: string, store: string, read: readonly Adapter[] | null, login: boolean): readonly string[] {
  const names = read?.map(({ provider, account }) => printable(`${provider.id}/${account}`)).join(', ')
  return [
    `the board is on ${url}${login ? ', with a login' : ', for this machine only'}; Ctrl-C ends`,
    names === undefined ? `showing ${store}; nothing is read here (--no-sync)` : `reading ${names} into ${store}`,
  ]
}
