import type { Access, Role, TokenHolder } from '@onetill/status-page'
import { configError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { type FileContext, fields, oneOf, PAGE, readRoot, refuseOthers, sourcesOf, text } from './file.ts'
import { readSecret, warnIfOpen } from './secret.ts'

/** What a configuration file says of the page. */
export interface PageSettings {
  readonly merchant: string | null
  /** Names it is reached by. */
  readonly hosts: readonly string[]
  readonly tokens: readonly TokenHolder[]
  readonly proxy: Access['proxy'] | null
  /** Signs forms and logins. */
  readonly secret: string | null
}

/** Nothing is said. */
export const NO_PAGE: PageSettings = { merchant: null, hosts: [], tokens: [], proxy: null, secret: null }

const ROLES = ['viewer', 'operator'] as const satisfies readonly Role[]
/** Anybody whom the proxy names. */
const ANYBODY = '*'

/**
 * `{ "page": { "merchant", "hosts": [], "tokens": [{ "name", "role", "tokenEnv" }], "proxy": { "header", "operators":
 * [], "viewers": [] }, "secretEnv" } }`, secrets as those of accounts.
 * @throws invalid_options with the path of what is wrong
 */
export function readPageSettings(path: string, context: FileContext): PageSettings {
  const { [PAGE]: said } = readRoot(path)
  if (said === undefined) return NO_PAGE
  const place = `${printable(path)}: ${PAGE}`
  const page = fields(said, place)
  refuseOthers(page, ['merchant', 'hosts', 'tokens', 'proxy', 'secret', 'secretEnv', 'secretFile'], place)
  const secretOf = (key: string, of: typeof page, where: string): string | null => {
    const [source] = oneOf(key, sourcesOf(of, key, where, path), where)
    if (source?.kind === 'literal') warnIfOpen(path, context.report)
    return source === undefined ? null : readSecret(source, { ...context, place: where })
  }
  const tokens = list(page['tokens'], `${place}.tokens`).map((value, index): TokenHolder => {
    const where = `${place}.tokens[${index}]`
    const holder = fields(value, where)
    refuseOthers(holder, ['name', 'role', 'token', 'tokenEnv', 'tokenFile'], where)
    const [name, token] = [text(holder, 'name', where), secretOf('token', holder, where)]
    const role = ROLES.find((each) => each === holder['role'])
    if (role === undefined) throw configError(`${where}.role: expected one of ${ROLES.join(', ')}`)
    if (name === undefined || token === null)
      throw configError(`${where}: expected name, role and one of tokenEnv, tokenFile, token`)
    return { name, role, token }
  })
  return {
    merchant: text(page, 'merchant', place) ?? null,
    hosts: texts(page['hosts'], `${place}.hosts`),
    tokens,
    proxy: page['proxy'] === undefined ? null : proxyOf(page['proxy'], `${place}.proxy`),
    secret: secretOf('secret', page, place),
  }
}

function proxyOf(value: unknown, place: string): NonNullable<Access['proxy']> {
  const proxy = fields(value, place)
  refuseOthers(proxy, ['header', 'operators', 'viewers'], place)
  const header = text(proxy, 'header', place)
  if (header === undefined || !/^[\w-]+$/.test(header)) throw configError(`${place}.header: expected a header's name`)
  const [operators, viewers] = [proxy['operators'], proxy['viewers']].map((names, index) =>
    texts(names, `${place}.${index === 0 ? 'operators' : 'viewers'}`),
  )
  const among = (names: readonly string[] | undefined, user: string): boolean =>
    names?.some((name) => name === user || name === ANYBODY) === true
  return { header, role: (user) => (among(operators, user) ? 'operator' : among(viewers, user) ? 'viewer' : null) }
}

function list(value: unknown, place: string): readonly unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw configError(`${place}: expected a list`)
}

const texts = (value: unknown, place: string): readonly string[] =>
  list(value, place).map((item, index) => {
    if (typeof item === 'string' && item !== '') return item
    throw configError(`${place}[${index}]: expected text`)
  })
