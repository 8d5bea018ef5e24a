import { LOOPBACK } from './options.ts'

/** Why a request is not let in. */
export interface Refusal {
  readonly status: 403 | 421
  readonly title: string
  readonly detail: string
}

const READS = new Set(['GET', 'HEAD'])

/**
 * Refuses what a page from elsewhere could send: a name that is not ours (DNS rebinding), a write from another origin,
 * a read by another site's script. A link from elsewhere is let in.
 */
export function refusal(request: Request, hosts: readonly string[] = LOOPBACK): Refusal | null {
  const host = hostOf(request)
  if (!hosts.some((each) => host === each || host.replace(/:\d+$/, '') === each))
    return { status: 421, title: 'Not this page', detail: 'This page is not reached by that name.' }
  const site = request.headers.get('sec-fetch-site')
  if (READS.has(request.method)) {
    const linked = request.headers.get('sec-fetch-mode') === 'navigate'
    return (site === 'cross-site' || site === 'same-site') && !linked ? CROSS_SITE : null
  }
  // Who sends a bearer token by hand is not a browser that was talked into something.
  if (request.headers.has('authorization')) return null
  const origin = request.headers.get('origin')
  // A program: browsers say where a write comes from, and no form of theirs can send JSON.
  if (origin === null && site === null && request.headers.get('content-type') === 'application/json') return null
  // Our own pages send no referrer, and with it browsers send `Origin: null`.
  if (origin === null || origin === 'null') return site === 'same-origin' ? null : CROSS_SITE
  return URL.canParse(origin) && new URL(origin).host === host ? null : CROSS_SITE
}

const CROSS_SITE: Refusal = {
  status: 403,
  title: 'Refused',
  detail: 'This came from another site. Open the page itself and try again.',
}

/** `Host`, in lower case. */
function hostOf(request: Request): string {
  return (request.headers.get('host') ?? new URL(request.url).host).toLowerCase()
}
