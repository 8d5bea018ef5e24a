import { existsSync } from 'node:fs'
import type { Adapter } from '@onetill/core'
import { PROVIDERS, type Provider } from '../adapters.ts'
import type { CliContext } from '../context.ts'
import { configError, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { type Account, readConfigFile } from './file.ts'

/** Name of the configuration file that is read when none is named. */
export const CONFIG_FILE = 'onetill.config.json'

/** Environment variables of a provider, by what they hold. */
interface VariableNames {
  readonly secret: string
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
  return { secret: `${prefix}_${secret.replace(/[A-Z]/g, '_$&').toUpperCase()}`, baseUrl: `${prefix}_BASE_URL` }
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
  const accounts = readAccounts(choice, provider, context)
  const wanted = choice.account ?? (accounts.some(({ account }) => account === 'default') ? 'default' : undefined)
  const [found, ...more] = accounts.filter(({ account }) => wanted === undefined || account === wanted)
  if (found === undefined) throw notConfigured(choice, provider, accounts)
  if (more.length > 0) {
    const labels = accounts.map(({ account }) => printable(account)).join(', ')
    throw configError(`${choice.provider} has several accounts; choose one with --account: ${labels}`)
  }
  const { provider: _, ...settings } = found
  return provider.connect(settings)
}

function readAccounts(choice: AccountChoice, provider: Provider, context: CliContext): readonly Account[] {
  const { env, report } = context
  const fromEnv = environmentAccount(choice.provider, provider, env)
  const path = choice.config ?? (env['ONETILL_CONFIG'] || (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined))
  const fromFile = path === undefined ? [] : readConfigFile(path, choice.provider, { env, report })
  const rest = fromFile.filter(({ account }) => account !== fromEnv?.account)
  return fromEnv === undefined ? rest : [fromEnv, ...rest]
}

function environmentAccount(id: string, provider: Provider, env: CliContext['env']): Account | undefined {
  const names = variableNames(provider)
  const secret = env[names.secret] ?? ''
  if (secret === '') return undefined
  const baseUrl = env[names.baseUrl] ?? ''
  if (baseUrl === '' && provider.mapper.provider.baseUrl === null) throw configError(`${names.baseUrl} is not set`)
  return {
    provider: id,
    account: 'default',
    secret,
    ...(baseUrl === '' ? {} : { baseUrl }),
    ...(env['ONETILL_INSECURE_LOOPBACK'] === '1' ? { insecureLoopback: true } : {}),
  }
}

function notConfigured(
  { provider: id, account }: AccountChoice,
  provider: Provider,
  accounts: readonly Account[],
): Error {
  if (accounts.length > 0) {
    const labels = accounts.map((row) => printable(row.account)).join(', ')
    return configError(`${id} has no account "${printable(account ?? '').slice(0, 40)}"; configured: ${labels}`)
  }
  return configError(`${id} is not configured; set ${neededVariables(provider).join(' and ')}, or write ${CONFIG_FILE}`)
}
