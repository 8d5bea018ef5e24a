import { dirname, resolve } from 'node:path'
import { type AccountSettings, PROVIDERS, type Provider } from '../adapters.ts'
import { configError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { readSecret, readText, type SecretContext, type SecretSource, warnIfOpen } from './secret.ts'

/** One configured account. */
export interface Account extends AccountSettings {
  readonly provider: string
}

type Fields = Readonly<Record<string, unknown>>
type FileContext = Omit<SecretContext, 'place'>

/**
 * Accounts of a configuration file: `{ "accounts": [{ "provider", "account", "<secret>Env", … }] }`. Every key is
 * checked; the credential comes from a variable (`apiKeyEnv`), a file (`apiKeyFile`, relative to the configuration) or
 * stands there itself. Only the accounts of `provider` have their secret read.
 * @throws invalid_options with the path of what is wrong
 */
export function readConfigFile(path: string, provider: string, context: FileContext): readonly Account[] {
  const root = fields(parse(path), printable(path))
  refuseOthers(root, ['accounts'], printable(path))
  const { accounts } = root
  if (!Array.isArray(accounts)) throw configError(`${printable(path)}: accounts: expected a list`)
  return accounts
    .map((value: unknown, place) => readAccount(value, `${printable(path)}: accounts[${place}]`, path))
    .filter((account) => account.provider === provider)
    .map(({ source, place, ...account }) => {
      if (source.kind === 'literal') warnIfOpen(path, context.report)
      return { ...account, secret: readSecret(source, { ...context, place }) }
    })
}

type Unread = Omit<Account, 'secret'> & { readonly source: SecretSource; readonly place: string }

function readAccount(value: unknown, place: string, path: string): Unread {
  const account = fields(value, place)
  const id = text(account, 'provider', place) ?? ''
  const provider = PROVIDERS.get(id)
  if (provider === undefined)
    throw configError(`${place}.provider: expected one of ${[...PROVIDERS.keys()].join(', ')}`)
  const { secret } = provider
  const keys = [secret, `${secret}Env`, `${secret}File`]
  refuseOthers(account, ['provider', 'account', 'baseUrl', 'insecureLoopback', ...keys], place)
  const insecureLoopback = account['insecureLoopback']
  if (insecureLoopback !== undefined && typeof insecureLoopback !== 'boolean') {
    throw configError(`${place}.insecureLoopback: expected true or false`)
  }
  const baseUrl = text(account, 'baseUrl', place)
  return {
    provider: id,
    account: text(account, 'account', place) ?? 'default',
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(insecureLoopback === undefined ? {} : { insecureLoopback }),
    source: secretSource(account, provider, place, path),
    place,
  }
}

function secretSource(account: Fields, { secret }: Provider, place: string, path: string): SecretSource {
  const literal = text(account, secret, place)
  const env = text(account, `${secret}Env`, place)
  const file = text(account, `${secret}File`, place)
  const sources: SecretSource[] = []
  if (literal !== undefined) sources.push({ kind: 'literal', value: literal })
  if (env !== undefined) sources.push({ kind: 'env', value: env })
  if (file !== undefined) sources.push({ kind: 'file', value: resolve(dirname(path), file) })
  const [source, ...more] = sources
  if (source !== undefined && more.length === 0) return source
  throw configError(`${place}: expected exactly one of ${secret}Env, ${secret}File, ${secret}`)
}

function parse(path: string): unknown {
  const content = readText(path)
  try {
    return JSON.parse(content)
  } catch {
    // The engine's message quotes the file, which may hold a secret.
    throw configError(`${printable(path)}: expected JSON`)
  }
}

function fields(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw configError(`${place}: expected an object`)
}

function text(object: Fields, key: string, place: string): string | undefined {
  const value = object[key]
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw configError(`${place}.${key}: expected text`)
}

function refuseOthers(object: Fields, known: readonly string[], place: string): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key))
      throw configError(`${place}: no setting is called "${printable(key).slice(0, 40)}"; known: ${known.join(', ')}`)
  }
}
