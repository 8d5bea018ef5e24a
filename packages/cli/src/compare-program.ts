import { type Command, Option } from 'commander'
import { COMPARE_FORMATS, type CompareCommandOptions, compareCommand } from './commands/compare.ts'
import type { CliContext } from './context.ts'
import { configOption, examples, jsonOption, storeOption } from './program-options.ts'

/** The command that compares providers with each other. */
export function addCompareCommand(program: Command, context: CliContext, done: (exitCode: number) => void): void {
  program
    .command('compare')
    .description('Providers side by side: what came of their sessions, how fast, how sure. Of the store, or a file.')
    .argument('[file]', 'NDJSON of sessions in our form, "-" for stdin (default: the store)')
    .option('--by <what>', 'also account, method, currency or day, with commas, e.g. --by currency,day')
    .option('--from <time>', 'created at or after, e.g. --from 2026-01-31, or --from 90d')
    .option('--to <time>', 'created before, e.g. --to 2026-02-28T12:00:00Z')
    .option('--zone <name>', 'where days begin, e.g. --zone Europe/Berlin (default: "UTC")')
    .addOption(new Option('--environment <mode>', 'only live or test ones').choices(['live', 'test', 'unknown']))
    .option('--account <label>', 'only one account, e.g. --account shop-eu')
    .addOption(new Option('--format <format>', 'how to print (default: "table")').choices(COMPARE_FORMATS))
    .addOption(jsonOption('the same as --format json'))
    .option('--html', 'the same as --format html: one page that needs nothing else')
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      examples(
        'compare',
        'compare --from 2026-11-01 --zone Europe/Berlin --html > compare.html',
        'compare --by method --json sessions.ndjson',
      ),
    )
    .action(async (file: string | undefined, options: CompareCommandOptions) =>
      done(await compareCommand(file, options, context)),
    )
}
