import { type Command, Option } from 'commander'
import { RECONCILE_EXIT_CODES, type ReconcileCommandOptions, reconcileCommand } from './commands/reconcile.ts'
import type { CliContext } from './context.ts'
import { configOption, examples, jsonOption, storeOption } from './program-options.ts'
import { RESULT_FORMATS } from './reconcile/output.ts'
import { SIDE_FORMATS, type SideName } from './reconcile/sides.ts'

const gather = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** The command that compares two sides. */
export function addReconcileCommand(program: Command, context: CliContext, done: (exitCode: number) => void): void {
  const command = program
    .command('reconcile')
    .description('Compare two sides of the same payments exactly, and say why each difference is one.')
    .requiredOption('--left <side>', 'ours: a CSV, NDJSON, JSON or Parquet file, "-" for stdin, "store", or an address')
    .requiredOption('--right <side>', 'theirs, in the same way, e.g. --right store')
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
    .option('--shards <number>', 'parts the work is cut into, 1 to 256; more need less memory (default: 1)')
    .option('--memory <size>', 'most memory of the engine, e.g. --memory 4GB (default: 1GB)')
    .option('--threads <number>', 'processors it may use (default: all, at most 4)')
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
      ),
    )
    .action(async (options: ReconcileCommandOptions) => done(await reconcileCommand(options, context)))
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
