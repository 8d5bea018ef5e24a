import type { Role, StatusPageOptions, TokenHolder } from './options.ts'
import { createSigner, hashOf, sameText } from './secrets.ts'

/** Who asks. */
export interface Principal {
  readonly name: string
  readonly role: Role
  /** `login`: came in by the form, and can leave. */
  readonly by: 'loopback' | 'bearer' | 'login' | 'proxy'
}

/** Says who asks, and lets people in. */
export interface Gate {
  /** Null: nobody we know. */
  readonly principalOf: (request: Request) => Principal | null
  /** `Set-Cookie` for a token from the form, or null when it is none. */
  readonly logIn: (token: string, request: Request) => string | null
  readonly logOut: (request: Request) => string
}

const DAY_MS = 86_400_000

/** Without `access` everybody who reaches this machine's own address is the operator. */
export function createGate({ access, now = () => new Date() }: StatusPageOptions, secret: string): Gate {
  const holders = access?.tokens ?? []
  const holderOf = (token: string): TokenHolder | undefined => holders.find((each) => sameText(each.token, token))
  // Signed with the token too: a token that is taken away takes its logins along.
  const signature = ({ name, token }: TokenHolder, until: string) =>
    createSigner(secret, `login ${hashOf(token)}`).sign(`${name} ${until}`)

  function loggedIn(request: Request): Principal | null {
    const [name, until, signed] = (cookieOf(request, cookieName(request)) ?? '').split('|')
    if (name === undefined || until === undefined || signed === undefined) return null
    const holder = holders.find((each) => encodeURIComponent(each.name) === name)
    if (holder === undefined || !sameText(signature(holder, until), signed)) return null
    return until > now().toISOString() ? { name: holder.name, role: holder.role, by: 'login' } : null
  }

  function proxied(request: Request): Principal | null {
    const user = access?.proxy && request.headers.get(access.proxy.header)
    const role = user ? (access?.proxy?.role(user) ?? null) : null
    return user && role ? { name: user, role, by: 'proxy' } : null
  }

  return {
    principalOf: (request) => {
      if (access === undefined) return { name: 'this machine', role: 'operator', by: 'loopback' }
      const bearer = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
      const holder = bearer === undefined ? undefined : holderOf(bearer)
      if (holder !== undefined) return { name: holder.name, role: holder.role, by: 'bearer' }
      return bearer === undefined ? (proxied(request) ?? loggedIn(request)) : null
    },
    logIn: (token, request) => {
      const holder = holderOf(token)
      if (holder === undefined) return null
      const until = new Date(now().getTime() + DAY_MS).toISOString()
      const value = [encodeURIComponent(holder.name), until, signature(holder, until)].join('|')
      return cookie(request, value, DAY_MS / 1000)
    },
    logOut: (request) => cookie(request, '', 0),
  }
}

/** A proxy may end TLS before us; it then says so. */
const isSecure = (request: Request): boolean =>
  new URL(request.url).protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https'

const cookieName = (request: Request): string => (isSecure(request) ? '__Host-onetill' : 'onetill')

function cookie(request: Request, value: string, seconds: number): string {
  const secure = isSecure(request) ? '; Secure' : ''
  return `${cookieName(request)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(/; */).map((pair) => pair.split('='))
  return pairs.find(([key]) => key === name)?.[1]
}
