import { Command, type CommanderError } from 'commander'
import { EXAMPLE, PROVIDERS } from './adapters.ts'
import { type DemoOptions, demoCommand } from './commands/demo.ts'
import { type ExplainOptions, explainCommand } from './commands/explain.ts'
import { type GetOptions, getCommand } from './commands/get.ts'
import { type NormalizeCommandOptions, normalizeCommand } from './commands/normalize.ts'
import { providersCommand } from './commands/providers.ts'
import { PAGE_PORT } from './commands/serve.ts'
import { addCompareCommand } from './compare-program.ts'
import { CONFIG_FILE, neededVariables } from './config/accounts.ts'
import type { CliContext } from './context.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { printable } from './output/printable.ts'
import { addServeCommand } from './page-program.ts'
import {
  accountOption,
  channelOption,
  configOption,
  examples,
  expectedAmount,
  expectedReference,
  formatOption,
  ids,
  jsonOption,
  providerOption,
} from './program-options.ts'
import { addReconcileCommand } from './reconcile-program.ts'
import { DEFAULT_STORE } from './store/place.ts'
import { addStoreCommands } from './store-program.ts'
import { VERSION } from './version.ts'

/** Texts that commander wants printed, kept until they can be written in order. */
export interface Printed {
  help: string
  problem: string
}

const { provider, id } = EXAMPLE

/** The command line, its actions bound to a context; `done` takes the exit code. */
export function createProgram(
  context: CliContext,
  done: (exitCode: number) => void,
): { program: Command; printed: Printed } {
  const printed: Printed = { help: '', problem: '' }
  const program = new Command('onetill')
  program
    .description('One list for the checkout sessions of every payment provider.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--no-color', 'no colours; the same as NO_COLOR=1, e.g. onetill demo --no-color')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => {
        printed.help += text
      },
      writeErr: () => {},
      outputError: (text) => {
        printed.problem = text
      },
    })
    .addHelpText('after', examples('demo', `normalize --provider ${provider} session.json`, `get ${provider} ${id}`))
    .addHelpText('after', `\n${exitCodeHelp()}\n\n${configurationHelp()}`)

  program
    .command('normalize')
    .description('Provider answers → sessions. One JSON object, an array, or NDJSON of any size; every digit is kept.')
    .argument('[file]', 'file to read, "-" for stdin', '-')
    .addOption(providerOption())
    .addOption(channelOption())
    .addOption(formatOption())
    .addOption(jsonOption('the same as --format json').conflicts('format'))
    .option('--at <time>', 'when it was observed, e.g. --at 2026-01-31T12:00:00Z (default: now)')
    .addOption(accountOption('label of the account, e.g. --account shop-eu (default: "default")'))
    .addOption(expectedAmount())
    .addOption(expectedReference())
    .addHelpText(
      'after',
      examples(
        `normalize --provider ${provider} session.json`,
        `normalize -p ${provider} --format ndjson < sessions.ndjson`,
      ),
    )
    .action(async (file: string, options: NormalizeCommandOptions) =>
      done(await normalizeCommand(file, options, context)),
    )

  program
    .command('get')
    .description(
      'Read sessions over HTTP. Credentials come from the environment or a configuration file, never from an option.',
    )
    .argument('<provider>', `one of ${ids}`)
    .argument('<id...>', "the provider's session ids")
    .addOption(accountOption('which account, e.g. --account shop-eu (default: "default", or the only one)'))
    .addOption(configOption())
    .addOption(formatOption())
    .addOption(jsonOption('the same as --format json').conflicts('format'))
    .addOption(expectedAmount())
    .addOption(expectedReference())
    .addHelpText('after', examples(`get ${provider} ${id}`, `get ${provider} ${id} --format table`))
    .action(async (name: string, sessions: readonly string[], options: GetOptions) =>
      done(await getCommand(name, sessions, options, context)),
    )

  program
    .command('explain')
    .description('Which table row decided each field, what was unknown, and what the documents do not settle.')
    .argument('[file]', 'file to read, "-" for stdin', '-')
    .addOption(providerOption())
    .addOption(channelOption())
    .addOption(jsonOption('print JSON'))
    .addHelpText(
      'after',
      examples(
        `explain --provider ${provider} session.json`,
        `explain -p ${provider} --channel webhook --json webhook.json`,
      ),
    )
    .action(async (file: string, options: ExplainOptions) => done(await explainCommand(file, options, context)))

  program
    .command('providers')
    .description('What each adapter can do, and by which words each status is reached.')
    .addOption(jsonOption('print JSON'))
    .addHelpText('after', examples('providers', 'providers --json'))
    .action(async (options: { readonly json?: boolean }) => done(await providersCommand(options, context)))

  program
    .command('demo')
    .description(
      'Three simulated providers, payers who act, and the board on which they are seen. Ends with Ctrl-C; the next start goes on where it was.',
    )
    .option('--once', 'play the whole script, print the final sessions and end, e.g. onetill demo --once')
    .option('--fresh', 'begin anew, e.g. onetill demo --fresh')
    .addOption(jsonOption('print JSON: with --once one array, else a line per change'))
    .option('--seed <number>', 'other ids and cards, e.g. --seed 7 (default: 1)')
    .option('--interval <milliseconds>', 'time between two readings, e.g. --interval 250 (default: 1000)')
    .option('--port <number>', `port of the board, e.g. --port 9000 (default: ${PAGE_PORT}, or any free one)`)
    .option('--no-open', 'open no browser; without a desktop none is opened')
    .addHelpText('after', examples('demo', 'demo --once --json'))
    .action(async (options: DemoOptions) => done(await demoCommand(options, context)))

  addServeCommand(program, context, done)
  addStoreCommands(program, context, done)
  addCompareCommand(program, context, done)
  addReconcileCommand(program, context, done)
  return { program, printed }
}

/** A mistake in the command line as one line, with what to do. */
export function usageLine(error: CommanderError, program: Command, printed: Printed, argv: readonly string[]): string {
  const command = program.commands.find((each) => each.name() === argv[0])
  const inner = command?.commands.find((each) => each.name() === argv[1])
  const path = [command, inner].flatMap((each) => (each === undefined ? [] : [`${each.name()} `])).join('')
  const text = printed.problem === '' ? error.message : printed.problem
  const line = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')
  return printable(`${line}; see: onetill ${path}--help`)
}

function exitCodeHelp(): string {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${`${code}`.padEnd(4)} ${meaning}`)
  return ['Exit codes:', ...rows].join('\n')
}

function configurationHelp(): string {
  const variables = [...PROVIDERS].map(([name, row]) => `  ${name.padEnd(14)} ${neededVariables(row).join(', ')}`)
  return [
    'Credentials, from the environment:',
    ...variables,
    `or from ${CONFIG_FILE}: { "accounts": [{ "provider": "${provider}", "account": "shop-eu", "apiKeyEnv": "SHOP_EU_KEY" }] }`,
    `The store: --store, else ONETILL_STORE, else "store" in ${CONFIG_FILE}, else ${DEFAULT_STORE}`,
    'ONETILL_DEBUG=1 prints where an unexpected error came from.',
  ].join('\n')
}
