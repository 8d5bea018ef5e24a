import { existsSync } from 'node:fs'
import type { Adapter } from '@onetill/core'
import { PROVIDERS, type Provider } from '../adapters.ts'
import type { CliContext } from '../context.ts'
import { configError, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { type Account, readConfigFile, readConfigStore, type UnreadAccount } from './file.ts'
import { NO_PAGE, type PageSettings, readPageSettings } from './page.ts'

/** Name of the configuration file that is read when none is named. */
export const CONFIG_FILE = 'onetill.config.json'

/** Environment variables of a provider, by what they hold. */
interface VariableNames {
  readonly secret: string
  readonly webhookSecret: string
  readonly baseUrl: string
}

/** The provider of an id as typed. @throws invalid_input naming all ids */
export function findProvider(id: string): Provider {
  const provider = PROVIDERS.get(id)
  if (provider !== undefined) return provider
  throw usageError(`no provider is called "${printable(id).slice(0, 40)}"; known: ${[...PROVIDERS.keys()].join(', ')}`)
}

/** `ONETILL_<PROVIDER>_API_KEY` and `…_BASE_URL`. */
function variableNames({ mapper, secret }: Provider): VariableNames {
  const prefix = `ONETILL_${mapper.provider.id.toUpperCase().replaceAll('-', '_')}`
  return {
    secret: `${prefix}_${secret.replace(/[A-Z]/g, '_$&').toUpperCase()}`,
    webhookSecret: `${prefix}_WEBHOOK_SECRET`,
    baseUrl: `${prefix}_BASE_URL`,
  }
}

/** Variables that have to be set before the provider can be read. */
export function neededVariables(provider: Provider): readonly string[] {
  const { secret, baseUrl } = variableNames(provider)
  return provider.mapper.provider.baseUrl === null ? [baseUrl, secret] : [secret]
}

/** Ids of the providers whose variables are set. */
export function configuredProviders(env: CliContext['env']): readonly string[] {
  return [...PROVIDERS]
    .filter(([, row]) => neededVariables(row).every((name) => (env[name] ?? '') !== ''))
    .map(([id]) => id)
}

/** Which account is wanted. */
export interface AccountChoice {
  readonly provider: string
  /** Its label; absent: `default`, or the only one there is. */
  readonly account?: string | undefined
  /** The configuration file, as named by the option. */
  readonly config?: string | undefined
}

/** The adapter of one account. The environment's variables are the account `default` and come before the file's. @throws invalid_options */
export function connectAccount(choice: AccountChoice, context: CliContext): Adapter {
  const provider = findProvider(choice.provider)
  const accounts = listAccounts(choice, context)
  const found = choose(choice, accounts)
  if (found === undefined) throw notConfigured(choice, provider, accounts)
  const { provider: _, ...settings } = found.read(context)
  return provider.connect(settings)
}

/** The adapters of every account that is configured. @throws invalid_options also when there is none */
export function connectAll({ config }: Pick<AccountChoice, 'config'>, context: CliContext): readonly Adapter[] {
  const adapters = [...PROVIDERS].flatMap(([id, provider]) =>
    listAccounts({ provider: id, config }, context).map((account) => {
      const { provider: _, ...settings } = account.read(context)
      return provider.connect(settings)
    }),
  )
  if (adapters.length > 0) return adapters
  throw configError(
    `no provider is configured; set the variables that onetill --help names, or write ${CONFIG_FILE} with your accounts`,
  )
}

/** Whether any account is configured, no secret read. @throws invalid_options */
export const isConfigured = ({ config }: Pick<AccountChoice, 'config'>, context: CliContext): boolean =>
  [...PROVIDERS.keys()].some((provider) => listAccounts({ provider, config }, context).length > 0)

/**
 * Adapters that are only asked how to read: those of every configured account, and one for each provider that has none.
 * Their credentials are not read, so that nothing can be sent.
 * @throws invalid_options
 */
export function connectOffline(
  { provider, account, config }: { readonly [Key in keyof AccountChoice]?: string | undefined },
  context: CliContext,
): readonly Adapter[] {
  if (provider !== undefined) findProvider(provider)
  return [...PROVIDERS].flatMap(([id, row]) => {
    const said = id === provider && account !== undefined ? [account] : []
    const labels = new Set([...said, ...listAccounts({ provider: id, config }, context).map((each) => each.account)])
    if (labels.size === 0) labels.add('default')
    return [...labels].map((label) =>
      row.connect({ account: label, secret: 'offline', baseUrl: 'https://offline.invalid' }),
    )
  })
}

/** Label of the account that is meant, no secret read; null: the provider is not configured. @throws invalid_options */
export function accountLabel(choice: AccountChoice, context: CliContext): string | null {
  const provider = findProvider(choice.provider)
  const accounts = listAccounts(choice, context)
  if (accounts.length === 0) return null
  const found = choose(choice, accounts)
  if (found === undefined) throw notConfigured(choice, provider, accounts)
  return found.account
}

/** Where the configuration file says that the store is, or null. @throws invalid_options */
export function configuredStore({ config }: Pick<AccountChoice, 'config'>, context: CliContext): string | null {
  const path = configPath(config, context.env)
  return path === undefined ? null : readConfigStore(path, context)
}

/** What the configuration file says of `onetill serve`; without a file nothing. @throws invalid_options */
export function configuredPage({ config }: Pick<AccountChoice, 'config'>, context: CliContext): PageSettings {
  const path = configPath(config, context.env)
  return path === undefined ? NO_PAGE : readPageSettings(path, context)
}

function choose(choice: AccountChoice, accounts: readonly UnreadAccount[]): UnreadAccount | undefined {
  const wanted = choice.account ?? (accounts.some(({ account }) => account === 'default') ? 'default' : undefined)
  const [found, ...more] = accounts.filter(({ account }) => wanted === undefined || account === wanted)
  if (more.length === 0) return found
  const labels = accounts.map(({ account }) => printable(account)).join(', ')
  throw configError(`${choice.provider} has several accounts; choose one with --account: ${labels}`)
}

function listAccounts(choice: Omit<AccountChoice, 'account'>, { env }: CliContext): readonly UnreadAccount[] {
  const fromEnv = environmentAccount(choice.provider, findProvider(choice.provider), env)
  const path = configPath(choice.config, env)
  const fromFile = path === undefined ? [] : readConfigFile(path)
  const rest = fromFile.filter(({ provider, account }) => provider === choice.provider && account !== fromEnv?.account)
  return fromEnv === undefined ? rest : [{ ...fromEnv, read: () => fromEnv }, ...rest]
}

const configPath = (config: string | undefined, env: CliContext['env']): string | undefined =>
  config ?? (env['ONETILL_CONFIG'] || (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined))

function environmentAccount(id: string, provider: Provider, env: CliContext['env']): Account | undefined {
  const names = variableNames(provider)
  const secret = env[names.secret] ?? ''
  if (secret === '') return undefined
  const baseUrl = env[names.baseUrl] ?? ''
  const webhookSecret = provider.signsWebhooks ? (env[names.webhookSecret] ?? '') : ''
  if (baseUrl === '' && provider.mapper.provider.baseUrl === null) throw configError(`${names.baseUrl} is not set`)
  return {
    provider: id,
    account: 'default',
    secret,
    ...(baseUrl === '' ? {} : { baseUrl }),
    ...(webhookSecret === '' ? {} : { webhookSecret }),
    ...(env['ONETILL_INSECURE_LOOPBACK'] === '1' ? { insecureLoopback: true } : {}),
  }
}

function notConfigured(
  { provider: id, account }: AccountChoice,
  provider: Provider,
  accounts: readonly UnreadAccount[],
): Error {
  if (accounts.length > 0) {
    const labels = accounts.map((row) => printable(row.account)).join(', ')
    return configError(`${id} has no account "${printable(account ?? '').slice(0, 40)}"; configured: ${labels}`)
  }
  return configError(`${id} is not configured; set ${neededVariables(provider).join(' and ')}, or write ${CONFIG_FILE}`)
}
