import type { Ctx } from './context.ts'
import { errorPage, type Fault } from './error-page.ts'
import { createNonce, NO_PAGE_POLICY, pagePolicy } from './headers.ts'
import { languageOf } from './language.ts'
import type { PayerFault } from './messages/messages.ts'
import { payerFaultPage } from './payer-fault-page.ts'
import { problemJson } from './problem.ts'

/** What payers are told of what can happen to them; what happens only to programs needs no language. */
const PAYER_FAULTS: Readonly<Partial<Record<Fault['status'], PayerFault>>> = {
  404: 'no_link',
  429: 'too_many',
  500: 'unavailable',
  503: 'unavailable',
}

/** What went wrong: a page for people, problem+json for programs. */
export function faultAnswer(c: Ctx, fault: Fault): Response {
  if (fault.status === 429) c.header('retry-after', '60')
  if (fault.status === 503) c.header('retry-after', '5')
  if (fault.status === 401) c.header('www-authenticate', 'Bearer realm="onetill"')
  if (wantsPage(c)) {
    const nonce = createNonce()
    c.header('content-security-policy', pagePolicy(nonce))
    const { path } = c.req
    // A payer has no business on the board.
    if (!path.startsWith('/p/')) return c.html(errorPage(fault, nonce, 'board').html, fault.status)
    const told = PAYER_FAULTS[fault.status]
    if (told === undefined) return c.html(errorPage(fault, nonce, 'none').html, fault.status)
    const language = languageOf(c.req.query('lang') ?? null, c.req.header('accept-language') ?? null)
    c.header('vary', 'accept-language')
    return c.html(payerFaultPage(told, { language, nonce, path }).html, fault.status)
  }
  c.header('content-security-policy', NO_PAGE_POLICY)
  c.header('content-type', 'application/problem+json')
  return c.body(problemJson(fault), fault.status)
}

/** Whether it is a person who asks. */
export const wantsPage = (c: Ctx): boolean =>
  !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html')
