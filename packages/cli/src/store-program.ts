import { type Command, Option } from 'commander'
import { STATUS_WORDS } from '@onetill/core'
import { EXAMPLE } from './adapters.ts'
import { type HistoryOptions, historyCommand } from './commands/history.ts'
import { type ImportCommandOptions, importCommand } from './commands/import.ts'
import { type SessionsOptions, sessionsCommand } from './commands/sessions.ts'
import {
  type CopyCommandOptions,
  checkCommand,
  copyCommand,
  migrateCommand,
  type PruneCommandOptions,
  pruneCommand,
  type StoreCommandOptions,
  vacuumCommand,
} from './commands/store.ts'
import { type SyncCommandOptions, syncCommand } from './commands/sync.ts'
import { type TrackOptions, trackCommand } from './commands/track.ts'
import { type ServeOptions, serveCommand } from './commands/webhooks.ts'
import type { CliContext } from './context.ts'
import { STORED_FORMATS } from './output/stored-writer.ts'
import { LOOKS } from './output/style.ts'
import {
  accountOption,
  configOption,
  examples,
  expectedAmount,
  expectedReference,
  ids,
  jsonOption,
  storeOption,
} from './program-options.ts'
import { DEMO_STORE } from './store/place.ts'

const { provider, id } = EXAMPLE

type Done = (exitCode: number) => void

/** Commands that remember sessions. */
export function addStoreCommands(program: Command, context: CliContext, done: Done): void {
  program
    .command('track')
    .description('Watch sessions from now on; onetill sync reads them. Prints their keys.')
    .argument('<provider>', `one of ${ids}`)
    .argument('<id...>', 'the provider\'s session ids, or "-" for one a line on stdin')
    .addOption(accountOption('which account, e.g. --account shop-eu (default: "default", or the only one)'))
    .addOption(expectedAmount())
    .addOption(expectedReference())
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption('print JSON, one session a line'))
    .addHelpText('after', examples(`track ${provider} ${id}`, `track ${provider} ${id} --expected-amount '12.50 EUR'`))
    .action(async (name: string, sessions: readonly string[], options: TrackOptions) =>
      done(await trackCommand(name, sessions, options, context)),
    )

  program
    .command('sync')
    .description('Read what is due, again and again, until Ctrl-C; any number of them may share one PostgreSQL.')
    .option('--once', 'end when nothing is due any more, e.g. for cron: onetill sync --once')
    .option('--workers <number>', 'reads at one time per account, e.g. --workers 4 (default: 8)')
    .option('--every <seconds>', 'time between two lines of status, e.g. --every 10 (default: 60)')
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption('print the status as JSON, a line each time'))
    .addHelpText('after', examples('sync', 'sync --once', 'sync --json --every 10'))
    .action(async (options: SyncCommandOptions) => done(await syncCommand(options, context)))

  addListing(program, context, done)

  program
    .command('import')
    .description('Read JSON lines into the store: sessions in our form, or with --provider its own answers.')
    .argument('[file]', 'file to read, "-" for stdin', '-')
    .option('-p, --provider <id>', `whose answers they are: ${ids} (default: they are sessions in our form)`)
    .addOption(accountOption('label of the account of native answers, e.g. --account shop-eu'))
    .option('--at <time>', 'when native answers were true, e.g. --at 2026-01-31T12:00:00Z (default: now)')
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption('print the counts as JSON'))
    .addHelpText(
      'after',
      examples('import sessions.ndjson', `import --provider ${provider} --at 2026-01-31T12:00:00Z answers.ndjson`),
    )
    .action(async (file: string, options: ImportCommandOptions) => done(await importCommand(file, options, context)))

  const webhooks = program
    .command('webhooks')
    .description('Take deliveries of webhooks.')
    .addHelpText('after', examples('webhooks serve'))
  webhooks
    .command('serve')
    .description('Take deliveries over HTTP, one path per account; 2xx only when what counts of one is on disk.')
    .option('--port <number>', 'port, 0 for any free one, e.g. --port 9000 (default: 8787)')
    .option(
      '--host <address>',
      'address to listen on, e.g. --host 0.0.0.0 behind a proxy with TLS (default: 127.0.0.1)',
    )
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption('print the addresses as JSON'))
    .addHelpText('after', examples('webhooks serve', 'webhooks serve --port 9000'))
    .action(async (options: ServeOptions) => done(await serveCommand(options, context)))

  addUpkeep(program, context, done)
}

function addListing(program: Command, context: CliContext, done: Done): void {
  program
    .command('sessions')
    .description('List what is remembered, newest first.')
    .option('--provider <id>', `sessions of one provider: ${ids}`)
    .option('--account <label>', 'sessions of one account, e.g. --account shop-eu')
    .addOption(new Option('--environment <mode>', 'live or test ones').choices(['live', 'test', 'unknown']))
    .addOption(new Option('--status <status>', 'in one status').choices(STATUS_WORDS))
    .addOption(
      new Option('--summary <word>', 'by the word that also says what was refunded').choices(Object.keys(LOOKS)),
    )
    .option('--currency <code>', 'asked for in one currency, e.g. --currency EUR')
    .option('--amount-from <amount>', 'least amount, with --currency, e.g. --amount-from 12.50')
    .option('--amount-to <amount>', 'greatest amount, with --currency, e.g. --amount-to 99.99')
    .option('--from <time>', 'created at or after, e.g. --from 2026-01-31, or --from 24h')
    .option('--to <time>', 'created before, e.g. --to 2026-02-01T00:00:00Z')
    .option('--reference <text>', 'with exactly this reference of ours, e.g. --reference ORD-12345')
    .option('--text <text>', 'beginning of an id or reference, or anywhere in newer ones, e.g. --text ORD-1')
    .option('--attention', 'somebody has to look at them')
    .option('--limit <number>', 'most sessions, e.g. --limit 200 (default: 50)')
    .option('--after <cursor>', 'go on where the page before ended; it prints the cursor')
    .option('--all', 'all of them, with --csv, --json or --format ndjson')
    .addOption(new Option('--format <format>', 'how to print (default: "table")').choices(STORED_FORMATS))
    .addOption(jsonOption('the same as --format json'))
    .option('--csv', 'the same as --format csv; no cell is a formula')
    .option('--table', 'the same as --format table')
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      examples(
        'sessions',
        'sessions --status paid --from 24h',
        `sessions --store ${DEMO_STORE}`,
        'sessions --all --csv > sessions.csv',
      ),
    )
    .action(async (options: SessionsOptions) => done(await sessionsCommand(options, context)))

  program
    .command('history')
    .description('One session with everything that was seen of it, and what each did.')
    .argument('<key>', 'provider/account/id, or an id or reference that only one session has')
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption('print JSON'))
    .addHelpText('after', examples(`history ${provider}/default/${id}`, 'history ORD-12345 --json'))
    .action(async (name: string, options: HistoryOptions) => done(await historyCommand(name, options, context)))
}

function addUpkeep(program: Command, context: CliContext, done: Done): void {
  const store = program
    .command('store')
    .description('Make, check, prune and copy the store.')
    .addHelpText('after', examples('store migrate', 'store check'))
  const each = (name: string, description: string): Command =>
    store.command(name).description(description).addOption(jsonOption('print JSON'))
  const placed = (name: string, description: string): Command =>
    each(name, description).addOption(storeOption()).addOption(configOption())

  placed('migrate', 'Make the store, or what a newer version needs. Many may do it at once.')
    .addHelpText('after', examples('store migrate'))
    .action(async (options: StoreCommandOptions) => done(await migrateCommand(options, context)))
  placed('check', 'Look for what is broken: in the database, and in sessions that are not what was seen of them.')
    .addHelpText('after', examples('store check', 'store check --json'))
    .action(async (options: StoreCommandOptions) => done(await checkCommand(options, context)))
  placed('vacuum', 'Give space back to the disk.')
    .addHelpText('after', examples('store vacuum'))
    .action(async (options: StoreCommandOptions) => done(await vacuumCommand(options, context)))
  placed('prune', 'Take away old sightings and answers. No session changes by it; the first and last of each stay.')
    .requiredOption('--before <time>', 'what is older, e.g. --before 90d, or --before 2026-01-31')
    .option('--deliveries-before <time>', 'also deliveries received before; one sent again then counts as new')
    .addHelpText('after', examples('store prune --before 90d', 'store prune --before 90d --deliveries-before 30d'))
    .action(async (options: PruneCommandOptions) => done(await pruneCommand(options, context)))
  each('copy', 'Copy everything into an empty store, and compare both row by row. Goes on where it was stopped.')
    .requiredOption('--from <url>', 'the store to copy, e.g. --from sqlite:.onetill/onetill.db')
    .requiredOption('--to <url>', 'an empty store, or a copy that was begun, e.g. --to postgres://localhost/onetill')
    .addHelpText('after', examples('store copy --from sqlite:.onetill/onetill.db --to postgres://localhost/onetill'))
    .action(async (options: CopyCommandOptions) => done(await copyCommand(options, context)))
}
