import type { Access, StatusPageOptions, TokenHolder } from '@onetill/status-page'
import type { PageSettings } from '../config/page.ts'
import type { CliContext } from '../context.ts'
import { configError } from '../failure.ts'
import { printable } from '../output/printable.ts'

/** Variables with a token for each role, and with the secret that signs forms and logins. */
export const PAGE_VARIABLES = {
  operator: 'ONETILL_OPERATOR_TOKEN',
  viewer: 'ONETILL_VIEWER_TOKEN',
  secret: 'ONETILL_PAGE_SECRET',
} as const

/** Names of this machine, as in `Host`. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'] as const
/** Addresses that are no names. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', ''])

/** Whether only this machine reaches an address. */
const isLoopback = (host: string): boolean => host === '::1' || host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host)

/** By which names the page is reached, and who may come in. */
export type PageAccess = Pick<StatusPageOptions, 'hosts' | 'access' | 'secret'>

/** What was typed or configured. */
export interface AccessChoice extends Pick<PageSettings, 'hosts' | 'tokens' | 'proxy' | 'secret'> {
  /** The address to listen on. */
  readonly host: string
}

/** Who may come in. @throws invalid_options when others than this machine could without a login */
export function accessOf(
  { host, hosts: named, tokens: known, proxy, secret: kept }: AccessChoice,
  env: CliContext['env'],
): PageAccess {
  const tokens = [...known, ...fromEnvironment(env)]
  const access: Access | null =
    tokens.length === 0 && proxy == null
      ? null
      : { ...(tokens.length === 0 ? {} : { tokens }), ...(proxy == null ? {} : { proxy }) }
  const open = !isLoopback(host)
  const others = [...named, ...(open && !EVERYWHERE.has(host) ? [host.includes(':') ? `[${host}]` : host] : [])]
  if ((open || others.length > 0) && access === null)
    throw configError(
      `others than this machine would reach ${printable(others[0] ?? host)} without a login; set ${PAGE_VARIABLES.operator} or ${PAGE_VARIABLES.viewer}, or "page": { "tokens": [] } in the configuration`,
    )
  if (open && others.length === 0)
    throw configError(`say by which name ${printable(host)} is reached, e.g. --hosts status.example.com`)
  const secret = env[PAGE_VARIABLES.secret] || kept
  return {
    hosts: [...LOOPBACK, ...others.map((name) => name.toLowerCase())],
    ...(access === null ? {} : { access }),
    ...(secret === null || secret === undefined ? {} : { secret }),
  }
}

function fromEnvironment(env: CliContext['env']): readonly TokenHolder[] {
  return (['operator', 'viewer'] as const).flatMap((role) => {
    const token = env[PAGE_VARIABLES[role]] ?? ''
    return token === '' ? [] : [{ name: role, role, token }]
  })
}
