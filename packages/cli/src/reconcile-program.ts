import { type Command, Option } from 'commander'
import { RECONCILE_EXIT_CODES, type ReconcileCommandOptions, reconcileCommand } from './commands/reconcile.ts'
import { type FindingsCommandOptions, findingsCommand } from './commands/reconcile-findings.ts'
import { type RunsCommandOptions, runsCommand } from './commands/reconcile-runs.ts'
import { reconcileWorkerCommand, type WorkerCommandOptions } from './commands/reconcile-worker.ts'
import type { CliContext } from './context.ts'
import { configOption, examples, jsonOption, storeOption } from './program-options.ts'
import { RESULT_FORMATS } from './reconcile/output.ts'
import { RUNS_FOLDER } from './reconcile/server.ts'
import { SIDE_FORMATS, type SideName } from './reconcile/sides.ts'

const gather = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

type Done = (exitCode: number) => void

/** The command that compares two sides, and those for what it keeps and shares. */
export function addReconcileCommand(program: Command, context: CliContext, done: Done): void {
  const command = program
    .command('reconcile')
    .description('Compare two sides of the same payments exactly, and say why each difference is one.')
    .option(
      '--left <side>',
      'ours: a CSV, NDJSON, JSON or Parquet file, "-" for stdin, "store", its address, or "live"',
    )
    .option('--right <side>', 'theirs, in the same way, e.g. --right store, or --right live:PROVIDER')
    .option('--rules <file>', 'JSON or YAML: which column is which field, status words, ladder, tolerance, grace')
  for (const side of ['left', 'right'] as const) addSide(command, side)
  command
    .option('--as-of <time>', 'when waiting is judged, e.g. --as-of 2026-01-31T12:00:00Z (default: now)')
    .option('--since <time>', 'only findings with a record dated since then, e.g. --since 7d; sums are of everything')
    .addOption(new Option('--format <format>', 'how to print (default: "table", or by --out)').choices(RESULT_FORMATS))
    .addOption(jsonOption('the same as --format json, the canonical form').conflicts('format'))
    .option('--out <file>', 'write there instead, and print the summary, e.g. --out report.html')
    .option('--explain <id>', 'the whole story of one finding; the beginning of its id is enough')
    .option(
      '--fail-on <kind>',
      'what makes the exit code 1: exceptions, any, none, high, medium, low, or codes with commas between',
      'exceptions',
    )
    .option('--keep', 'remember the run and its findings: in --store, else in the side that is a store')
    .option('--shards <number>', 'parts the work is cut into, 1 to 256; more need less memory (default: 1; shared: 16)')
    .option('--memory <size>', 'most memory of an engine, e.g. --memory 4GB (default: 1GB)')
    .option('--threads <number>', 'processors an engine may use (default: all, at most 4)')
    .option(
      '--distributed',
      'share the work with worker processes, by a PostgreSQL store and a folder; goes on when stopped',
    )
    .option(
      '--workers <number>',
      'of them on this machine, 0 for none, e.g. --workers 8 (default: processors, at most 4)',
    )
    .addOption(folderOption())
    .option(
      '--run <name>',
      'name of the shared run; the same name goes on with one that was stopped, e.g. --run november',
    )
    .option('--lease <seconds>', 'after which a piece is given to another worker too, e.g. --lease 60 (default: 900)')
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText('after', `\n${exitCodes()}`)
    .addHelpText(
      'after',
      examples(
        "reconcile --left orders.csv --left-map 'reference=Order No.' --left-fixed currency=EUR --right store",
        'reconcile --left orders.csv --rules rules.yaml --right store --out report.html',
        'reconcile --left ledger.parquet --right provider.ndjson --format csv > findings.csv',
        'reconcile --left orders.csv --rules rules.yaml --right store --explain 3f9a',
        'reconcile --left store --right live',
        'reconcile --left orders.csv --rules rules.yaml --right store --keep',
        'reconcile --left ledger.parquet --right store --distributed --run november',
      ),
    )
    .action(
      async (options: Partial<Pick<ReconcileCommandOptions, SideName>> & Omit<ReconcileCommandOptions, SideName>) => {
        const { left, right } = options
        // Not required by the parser: that would be asked of the inner commands, too.
        if (left === undefined) throw missing(command, '--left <side>')
        if (right === undefined) throw missing(command, '--right <side>')
        done(await reconcileCommand({ ...options, left, right }, context))
      },
    )
  addWorker(command, context, done)
  addKept(command, context, done)
}

const missing = (command: Command, option: string): never =>
  command.error(`error: required option '${option}' not specified`, { code: 'commander.missingMandatoryOptionValue' })

const folderOption = (): Option =>
  new Option(
    '--folder <path>',
    `where the processes of a shared run put what they have done, e.g. --folder /mnt/runs (default: ${RUNS_FOLDER})`,
  )

/** The parser gives an option that both know to the outer command, wherever it stands; what only that one knows is refused. */
function optionsOf<Options extends object>(inner: Command): Options {
  const known = new Set(inner.options.map((option) => option.attributeName()))
  for (const option of inner.parent?.options ?? []) {
    const name = option.attributeName()
    if (inner.parent?.getOptionValueSource(name) === 'cli' && !known.has(name))
      inner.error(`error: unknown option '${option.long ?? option.flags}'`, { code: 'commander.unknownOption' })
  }
  return inner.optsWithGlobals<Options>()
}

function addWorker(command: Command, context: CliContext, done: Done): void {
  command
    .command('worker')
    .description('Work on shared runs until SIGTERM or Ctrl-C, on any machine that reaches the store and the folder.')
    .addOption(folderOption())
    .option('--memory <size>', 'most memory of the engine, e.g. --memory 4GB (default: 1GB)')
    .option('--threads <number>', 'processors it may use, e.g. --threads 1 (default: all, at most 4)')
    .option('--idle <seconds>', 'end when there was nothing to do for so long, e.g. --idle 60 (default: never)')
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText('after', examples('reconcile worker', 'reconcile worker --folder /mnt/runs --idle 60'))
    .action(async (_, inner: Command) =>
      done(await reconcileWorkerCommand(optionsOf<WorkerCommandOptions>(inner), context)),
    )
}

function addKept(command: Command, context: CliContext, done: Done): void {
  command
    .command('runs')
    .description('Runs that were kept, the newest moment first.')
    .option('--rules <name>', 'of one set of rules, by its name')
    .option('--limit <number>', 'most runs, 1 to 500, e.g. --limit 10 (default: 50)')
    .addOption(jsonOption('print JSON'))
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText('after', examples('reconcile runs', 'reconcile runs --limit 10 --json'))
    .action(async (_, inner: Command) => done(await runsCommand(optionsOf<RunsCommandOptions>(inner), context)))
  command
    .command('findings')
    .description('Findings of the runs that were kept: since when, how often, and whether they are open.')
    .addOption(
      new Option('--state <state>', 'open ones, closed ones, or both')
        .choices(['open', 'closed', 'all'])
        .default('open'),
    )
    .option('--code <code>', 'of one code, e.g. --code missing_right')
    .option('--exceptions', 'only those that count against a clean run')
    .option('--session <key>', 'about one session, provider/account/id')
    .option('--rules <name>', 'of one set of rules, by its name')
    .option('--limit <number>', 'most findings, 1 to 500, e.g. --limit 10 (default: 50)')
    .option('--after <id>', 'go on after this one, the last of the page before')
    .addOption(jsonOption('print JSON, each with everything the last run said of it'))
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText('after', examples('reconcile findings', 'reconcile findings --state all --code missing_right --json'))
    .action(async (_, inner: Command) => done(await findingsCommand(optionsOf<FindingsCommandOptions>(inner), context)))
}

function addSide(command: Command, side: SideName): void {
  const each = (name: string, description: string): Option =>
    new Option(`--${side}-${name} <pair>`, description).argParser(gather)
  command
    .addOption(each('map', `column of a field, any number of times, e.g. --${side}-map 'reference=Order No.'`))
    .addOption(each('fixed', `the same text for every record, e.g. --${side}-fixed currency=EUR`))
    .addOption(
      each('status', `a word and what it means; then only such words count, e.g. --${side}-status Bezahlt=paid`),
    )
    .addOption(
      new Option(`--${side}-format <format>`, 'form of the file (default: by its name, else its beginning)').choices(
        SIDE_FORMATS,
      ),
    )
}

function exitCodes(): string {
  const rows = Object.values(RECONCILE_EXIT_CODES).map(({ code, meaning }) => `  ${`${code}`.padEnd(4)} ${meaning}`)
  return ['Exit codes:', ...rows].join('\n')
}
