import type { Command } from 'commander'
import { PAGE_PORT, type ServePageOptions, servePageCommand } from './commands/serve.ts'
import type { CliContext } from './context.ts'
import { configOption, examples, jsonOption, storeOption } from './program-options.ts'
import { PAGE_VARIABLES } from './server/access.ts'

/** The command that shows the status page. */
export function addServeCommand(program: Command, context: CliContext, done: (exitCode: number) => void): void {
  program
    .command('serve')
    .description('The status page: a board of all sessions, and a page for each payer. Reads what is due beside it.')
    .option('--port <number>', `port, 0 for any free one, e.g. --port 9000 (default: ${PAGE_PORT})`)
    .option(
      '--host <address>',
      'address to listen on, e.g. --host 0.0.0.0 behind a proxy with TLS (default: 127.0.0.1)',
    )
    .option('--hosts <names>', 'names it is reached by, e.g. --hosts status.example.com,pay.example.com')
    .option('--merchant <name>', "your name on the payer's page, e.g. --merchant 'Corner Shop'")
    .option('--no-sync', 'only show what is stored; another onetill sync reads')
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption('print the address as JSON'))
    .addHelpText(
      'after',
      `
Who may come in: this machine without a login. Any other --host or --hosts needs tokens of at least 20 characters,
${PAGE_VARIABLES.operator} and ${PAGE_VARIABLES.viewer}, or "page" in the configuration:
{ "page": { "hosts": ["status.example.com"], "tokens": [{ "name": "ann", "role": "operator", "tokenEnv": "ANN" }] } }
${PAGE_VARIABLES.secret}, at least 32 characters, keeps logins over a restart and between several processes.`,
    )
    .addHelpText('after', examples('serve', "serve --merchant 'Corner Shop'", 'serve --no-sync --port 9000'))
    .action(async (options: ServePageOptions) => done(await servePageCommand(options, context)))
}
