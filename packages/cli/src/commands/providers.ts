import { type Capabilities, STATUS_WORDS, type Status } from '@onetill/core'
import { PROVIDERS, type Provider } from '../adapters.ts'
import { neededVariables } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { jsonText, printable } from '../output/printable.ts'
import { LOOKS, type Paint, painter } from '../output/style.ts'
import { INPUT_CHANNELS } from './map-options.ts'

/** The provider's words that lead to a status, per channel; an empty list: not reachable. */
export type Reachability = {
  readonly [S in Status]: { readonly [channel in (typeof INPUT_CHANNELS)[number]]: readonly string[] }
}

/** Prints what each adapter can do, from its own tables. */
export async function providersCommand({ json }: { readonly json?: boolean }, context: CliContext): Promise<number> {
  const all = [...PROVIDERS.values()].map(describe)
  const paint = painter(context.terminal)
  await context.out.write(
    json === true ? `${jsonText(all, 2)}\n` : `${all.map((one) => forPeople(one, paint)).join('\n\n')}\n`,
  )
  await context.out.flush()
  return EXIT_CODES.ok.code
}

type Description = ReturnType<typeof describe>

function describe(row: Provider) {
  const { id, name, version, docs, readOn, baseUrl, capabilities, rateLimit, unverified } = row.mapper.provider
  const statuses = reachability(row)
  return {
    id,
    name,
    version,
    docs,
    readOn,
    baseUrl,
    environment: neededVariables(row),
    capabilities,
    rateLimit,
    statuses,
    unverified,
  }
}

function reachability({ mapper }: Provider): Reachability {
  const words = (status: Status, channel: (typeof INPUT_CHANNELS)[number]): readonly string[] => {
    // Where a webhook only names a session, its words are read by rows made for webhooks, or not at all.
    const own = channel === 'webhook' && mapper.provider.capabilities.webhook === 'event'
    const rows = mapper.statuses.rows.filter(({ channels }) => channels?.includes(channel) ?? !own)
    return [...new Set(rows.filter(({ to }) => to?.status === status).map(({ word }) => word))]
  }
  const entry = (status: Status) => ({
    read: words(status, 'read'),
    webhook: words(status, 'webhook'),
    create: words(status, 'create'),
  })
  return {
    open: entry('open'),
    processing: entry('processing'),
    authorized: entry('authorized'),
    paid: entry('paid'),
    no_charge: entry('no_charge'),
    review: entry('review'),
    failed: entry('failed'),
    cancelled: entry('cancelled'),
    expired: entry('expired'),
    unknown: entry('unknown'),
  }
}

function forPeople(one: Description, paint: Paint): string {
  const { requests, windowMs, per } = one.rateLimit ?? {}
  const limit = requests === undefined ? 'not documented' : `${requests} in ${(windowMs ?? 0) / 1000} s per ${per}`
  const lines = [
    paint(printable(`${one.name} (${one.id} ${one.version})`), 'bold'),
    printable(`  documents  ${one.docs}, read ${one.readOn}`),
    printable(`  configure  ${one.environment.join(', ')}`),
    printable(`  can        ${abilities(one.capabilities).join(', ')}`),
    printable(`  limit      ${limit}`),
    '  statuses',
    ...STATUS_WORDS.map(
      (status) =>
        `    ${paint(`${LOOKS[status].icon} ${status.padEnd(11)}`, LOOKS[status].color)} ${reach(status, one.statuses)}`,
    ),
    `  readings the documents do not settle: ${one.unverified.map(({ id }) => printable(id)).join(', ') || 'none'}`,
  ]
  return lines.join('\n')
}

function reach(status: Status, statuses: Reachability): string {
  if (status === 'unknown') return 'any other word, which is kept'
  const channels = INPUT_CHANNELS.flatMap((channel) => {
    const words = statuses[status][channel]
    return channel === 'create' || words.length === 0 ? [] : [`${channel} (${words.map(printable).join(', ')})`]
  })
  return channels.join(', ') || 'not reachable'
}

function abilities(can: Capabilities): readonly string[] {
  return [
    ['read by id', ...can.find].join(' and '),
    ...(['create', 'cancel', 'refund', 'list'] as const).filter((operation) => can[operation]),
    can.webhook === 'session' ? 'webhooks carry the session' : 'webhooks name a session to read again',
    can.reportsAmount ? 'amounts reported' : 'amounts not reported',
    can.reportsRefunds ? 'refunds reported' : 'refunds not reported',
  ]
}
