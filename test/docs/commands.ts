import { Readable } from 'node:stream'
import type { CliContext } from '../../packages/cli/src/context.ts'
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts'
import { createProgram } from '../../packages/cli/src/program.ts'
import { code, page, plain, table } from './markdown.ts'

type Program = ReturnType<typeof createProgram>['program']

const quiet: CliContext = {
  env: {},
  stdin: Readable.from([]),
  out: { write: async () => {}, flush: async () => {} },
  report: () => {},
  terminal: { live: false, color: false, columns: () => 100, rows: () => 40 },
  progress: { live: false, columns: () => 100, write: () => {} },
  signal: new AbortController().signal,
}

/** Every command with its help, as the program prints it. */
export function commandsPage(): string {
  const { program } = createProgram(quiet, () => {})
  return page(
    'Commands',
    'What `onetill --help` and `onetill help COMMAND` print.',
    ...below(program, []),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      Object.values(EXIT_CODES).map(({ code: number, meaning }) => [code(String(number)), plain(meaning)]),
    ),
  )
}

function below(command: Program, path: readonly string[]): readonly string[] {
  const name = [...path, command.name()]
  command.configureHelp({ ...command.configureHelp(), helpWidth: 100 })
  let help = ''
  // With its examples, which stand after what `helpInformation` gives.
  command.configureOutput({ writeOut: (text) => (help += text) })
  command.outputHelp()
  const own = [`${'#'.repeat(Math.min(name.length + 1, 3))} ${name.join(' ')}`, `\`\`\`text\n${help.trim()}\n\`\`\``]
  return [...own, ...command.commands.flatMap((next) => below(next, name))]
}
