import process from 'node:process'
import { CommanderError } from 'commander'
import { isTillError } from '@onetill/core'
import type { CliContext, ProgressOutput } from './context.ts'
import { EXIT_CODES, exitCodeOf } from './exit-codes.ts'
import { failureLine, stackFrames, systemCode, systemText, unexpectedLine } from './failure.ts'
import { createSink } from './output/sink.ts'
import { readTerminal } from './output/terminal.ts'
import { createProgram, usageLine } from './program.ts'

const SIGNALS = { SIGINT: EXIT_CODES.interrupted.code, SIGTERM: EXIT_CODES.terminated.code } as const

/**
 * Runs the command. Sets `process.exitCode` and leaves the end to Node, so that nothing written is cut off. The first
 * SIGINT or SIGTERM ends the work cleanly, the second kills.
 * @param argv what was typed after `onetill`
 * @returns the exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController()
  let ended: number | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    ended = name === 'SIGINT' ? SIGNALS.SIGINT : SIGNALS.SIGTERM
    stopListening()
    controller.abort(new Error(name))
  }
  const stopListening = (): void => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  // Nobody reads stderr: then there is nobody to tell.
  process.stderr.on('error', () => {})
  const exitCode = await run(argv, {
    env: process.env,
    // Opened by who reads it: a command without input leaves it alone.
    get stdin() {
      return process.stdin
    },
    out: createSink(process.stdout),
    report: (line) => process.stderr.write(`onetill: ${line}\n`),
    terminal: readTerminal(process.stdout, process.env, argv),
    progress: progressOutput(argv),
    signal: controller.signal,
  })
  stopListening()
  process.exitCode = ended ?? exitCode
  return process.exitCode
}

function progressOutput(argv: readonly string[]): ProgressOutput {
  const { live, columns } = readTerminal(process.stderr, process.env, argv)
  return { live, columns, write: (text) => process.stderr.write(text) }
}

async function run(argv: readonly string[], context: CliContext): Promise<number> {
  let exitCode: number = EXIT_CODES.ok.code
  const { program, printed } = createProgram(context, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error, context)
    if (error.exitCode === 0) return print(printed.help, context)
    context.report(usageLine(error, program, printed, argv))
    return EXIT_CODES.input.code
  }
}

async function print(text: string, context: CliContext): Promise<number> {
  try {
    await context.out.write(text)
    await context.out.flush()
    return EXIT_CODES.ok.code
  } catch (error) {
    return fail(error, context)
  }
}

function fail(error: unknown, { report, env, signal }: CliContext): number {
  if (signal.aborted) return EXIT_CODES.interrupted.code
  const code = systemCode(error)
  if (code === 'EPIPE') return EXIT_CODES.ok.code
  const known = isTillError(error)
  if (known) report(failureLine(error))
  else if (code === 'ENOSPC' || code === 'EIO') report(`cannot write the output: ${systemText(error)}`)
  else report(unexpectedLine(error))
  if (env['ONETILL_DEBUG'] === '1') report(`from\n${stackFrames(error)}`)
  return known ? exitCodeOf(error.code) : EXIT_CODES.unexpected.code
}
