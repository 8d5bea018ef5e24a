// Options and texts that several commands share.
import { Option } from 'commander'
import { PROVIDERS } from './adapters.ts'
import { INPUT_CHANNELS } from './commands/map-options.ts'
import { CONFIG_FILE } from './config/accounts.ts'
import { FORMATS } from './output/writer.ts'
import { DEFAULT_STORE } from './store/place.ts'

/** Ids of all providers, for help texts. */
export const ids = [...PROVIDERS.keys()].join(', ')

/** An option of several commands. */
export const providerOption = () =>
  new Option('-p, --provider <id>', `whose answers they are: ${ids}`).makeOptionMandatory()
/** An option of several commands. */
export const channelOption = () =>
  new Option('--channel <channel>', 'how they arrived, as one word means different things (default: "read")').choices(
    INPUT_CHANNELS,
  )
/** An option of several commands. */
export const formatOption = () =>
  new Option('--format <format>', 'how to print, e.g. --format table (default: "json")').choices(FORMATS)
/** An option of several commands. */
export const jsonOption = (what: string) => new Option('--json', what)
/** An option of several commands. */
export const accountOption = (what: string) => new Option('--account <label>', what)
/** An option of several commands. */
export const expectedAmount = () =>
  new Option(
    '--expected-amount <amount>',
    "what was ordered, e.g. --expected-amount '12.50 EUR'; fills what the provider does not state, else is compared",
  )
/** An option of several commands. */
export const expectedReference = () =>
  new Option(
    '--expected-reference <text>',
    'our order reference, e.g. --expected-reference ORD-12345; used as the amount is',
  )

/** An option of several commands. */
export const configOption = () =>
  new Option(
    '--config <file>',
    `configuration file, e.g. --config ./${CONFIG_FILE} (default: $ONETILL_CONFIG, else ./${CONFIG_FILE} if it is there)`,
  )
/** An option of several commands. */
export const storeOption = () =>
  new Option(
    '--store <url>',
    `postgres://… or sqlite:path, e.g. --store ${DEFAULT_STORE} (default: $ONETILL_STORE, else the configuration's, else that)`,
  )

/** The end of a help text. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ onetill ${line}`).join('\n')}`
}
