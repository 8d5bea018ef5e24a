import type { Ctx } from './context.ts'
import { errorPage, type Fault } from './error-page.ts'
import { createNonce, NO_PAGE_POLICY, pagePolicy } from './headers.ts'
import { problemJson } from './problem.ts'

/** What went wrong: a page for people, problem+json for programs. */
export function faultAnswer(c: Ctx, fault: Fault): Response {
  if (fault.status === 429) c.header('retry-after', '60')
  if (fault.status === 503) c.header('retry-after', '5')
  if (fault.status === 401) c.header('www-authenticate', 'Bearer realm="onetill"')
  if (wantsPage(c)) {
    const nonce = createNonce()
    c.header('content-security-policy', pagePolicy(nonce))
    // A payer has no business on the board.
    return c.html(errorPage(fault, nonce, c.req.path.startsWith('/p/') ? 'none' : 'board').html, fault.status)
  }
  c.header('content-security-policy', NO_PAGE_POLICY)
  c.header('content-type', 'application/problem+json')
  return c.body(problemJson(fault), fault.status)
}

/** Whether it is a person who asks. */
export const wantsPage = (c: Ctx): boolean =>
  !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html')
