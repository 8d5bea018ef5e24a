import { dirname, resolve } from 'node:path'
import { type AccountSettings, PROVIDERS } from '../adapters.ts'
import { configError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { readSecret, readText, type SecretContext, type SecretSource, warnIfOpen } from './secret.ts'

/** One configured account. */
export interface Account extends AccountSettings {
  readonly provider: string
}

/** An object of the file whose fields are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>
/** What is needed to read the secrets of the file. */
export type FileContext = Omit<SecretContext, 'place'>

/** An account whose secrets are not read yet. */
export interface UnreadAccount {
  readonly provider: string
  readonly account: string
  /** Reads the secrets. @throws invalid_options */
  readonly read: (context: FileContext) => Account
}

const STORE = 'store'
/** What `onetill serve` shows, and to whom. */
export const PAGE = 'page'

/**
 * Accounts of a configuration file: `{ "accounts": [{ "provider", "account", "<secret>Env", … }] }`. Every key is
 * checked; the credential comes from a variable (`apiKeyEnv`), a file (`apiKeyFile`, relative to the configuration) or
 * stands there itself.
 * @throws invalid_options with the path of what is wrong
 */
export function readConfigFile(path: string): readonly UnreadAccount[] {
  const root = readRoot(path)
  const { accounts } = root
  if (accounts === undefined && Object.keys(root).length > 0) return []
  if (!Array.isArray(accounts)) throw configError(`${printable(path)}: accounts: expected a list`)
  return accounts.map((value: unknown, place) => readAccount(value, `${printable(path)}: accounts[${place}]`, path))
}

/** Where the file says that the store is: `store`, `storeEnv` or `storeFile`; null: it does not say. @throws invalid_options */
export function readConfigStore(path: string, context: FileContext): string | null {
  const [source] = oneOf(STORE, sourcesOf(readRoot(path), STORE, printable(path), path), printable(path))
  if (source === undefined) return null
  const url = readSecret(source, { ...context, place: printable(path) })
  if (source.kind === 'literal' && /:\/\/[^/]*:[^/]*@/.test(url)) warnIfOpen(path, context.report)
  // As every path of the file, from where it stands.
  const local = /^sqlite:(?!:memory:)(.+)$/.exec(url)?.[1]
  return local === undefined || source.kind === 'env' ? url : `sqlite:${resolve(dirname(path), local)}`
}

/** The file as an object whose keys are known. @throws invalid_options */
export function readRoot(path: string): Fields {
  const root = fields(parse(path), printable(path))
  refuseOthers(root, ['accounts', STORE, `${STORE}Env`, `${STORE}File`, PAGE], printable(path))
  return root
}

function readAccount(value: unknown, place: string, path: string): UnreadAccount {
  const account = fields(value, place)
  const id = text(account, 'provider', place) ?? ''
  const provider = PROVIDERS.get(id)
  if (provider === undefined)
    throw configError(`${place}.provider: expected one of ${[...PROVIDERS.keys()].join(', ')}`)
  const secrets = [provider.secret, ...(provider.signsWebhooks ? [WEBHOOK] : [])]
  const keys = secrets.flatMap((key) => [key, `${key}Env`, `${key}File`])
  refuseOthers(account, ['provider', 'account', 'baseUrl', 'insecureLoopback', ...keys], place)
  const insecureLoopback = account['insecureLoopback']
  if (insecureLoopback !== undefined && typeof insecureLoopback !== 'boolean') {
    throw configError(`${place}.insecureLoopback: expected true or false`)
  }
  const baseUrl = text(account, 'baseUrl', place)
  const [source] = oneOf(provider.secret, sourcesOf(account, provider.secret, place, path), place)
  if (source === undefined) throw notOne(provider.secret, place)
  const [signing] = provider.signsWebhooks ? oneOf(WEBHOOK, sourcesOf(account, WEBHOOK, place, path), place) : []
  const label = text(account, 'account', place) ?? 'default'
  return {
    provider: id,
    account: label,
    read: (context) => {
      if ([source, signing].some((each) => each?.kind === 'literal')) warnIfOpen(path, context.report)
      return {
        provider: id,
        account: label,
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(insecureLoopback === undefined ? {} : { insecureLoopback }),
        secret: readSecret(source, { ...context, place }),
        ...(signing === undefined ? {} : { webhookSecret: readSecret(signing, { ...context, place }) }),
      }
    },
  }
}

const WEBHOOK = 'webhookSecret'

/** Everything that says where a secret is: `keyEnv`, `keyFile`, or `key` itself. */
export function sourcesOf(object: Fields, key: string, place: string, path: string): readonly SecretSource[] {
  const literal = text(object, key, place)
  const env = text(object, `${key}Env`, place)
  const file = text(object, `${key}File`, place)
  return [
    ...(literal === undefined ? [] : [{ kind: 'literal', value: literal } as const]),
    ...(env === undefined ? [] : [{ kind: 'env', value: env } as const]),
    ...(file === undefined ? [] : [{ kind: 'file', value: resolve(dirname(path), file) } as const]),
  ]
}

/** At most one of them. @throws invalid_options */
export function oneOf(key: string, sources: readonly SecretSource[], place: string): readonly SecretSource[] {
  if (sources.length > 1) throw notOne(key, place)
  return sources
}

const notOne = (key: string, place: string): Error =>
  configError(`${place}: expected exactly one of ${key}Env, ${key}File, ${key}`)

function parse(path: string): unknown {
  const content = readText(path)
  try {
    return JSON.parse(content)
  } catch {
    // The engine's message quotes the file, which may hold a secret.
    throw configError(`${printable(path)}: expected JSON`)
  }
}

/** @throws invalid_options */
export function fields(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw configError(`${place}: expected an object`)
}

/** Text that is not empty; undefined: it is not there. @throws invalid_options */
export function text(object: Fields, key: string, place: string): string | undefined {
  const value = object[key]
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw configError(`${place}.${key}: expected text`)
}

/** @throws invalid_options */
export function refuseOthers(object: Fields, known: readonly string[], place: string): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key))
      throw configError(`${place}: no setting is called "${printable(key).slice(0, 40)}"; known: ${known.join(', ')}`)
  }
}
