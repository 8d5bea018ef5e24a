import { isTillError } from '@onetill/core'
import type { Fault } from './error-page.ts'

const fault = (status: Fault['status'], code: string, title: string, detail: string): Fault => ({
  ...{ status, code, title, detail },
})

/** Faults that need no more words. */
export const FAULTS = {
  notFound: fault(404, 'not_found', 'Not found', 'There is nothing at this address.'),
  noSession: fault(404, 'no_session', 'No such session', 'The store has no session by this key.'),
  noLink: fault(
    404,
    'no_link',
    'This link is not valid',
    'It may have run out or been taken back. Ask whoever gave it to you for a new one.',
  ),
  method: fault(405, 'method_not_allowed', 'Not possible here', 'This address does not take such a request.'),
  login: fault(401, 'login_needed', 'Log in first', 'Send a bearer token, or log in at /login.'),
  operators: fault(403, 'operators_only', 'Only for operators', 'Your role may look, but not do this.'),
  form: fault(403, 'form_expired', 'This form is too old', 'Go back, reload the page and send it again.'),
  tooMany: fault(429, 'too_many', 'Too many tries', 'Wait a minute, then try again.'),
  tooLarge: fault(413, 'too_large', 'Too large', 'What was sent is larger than any form of this page.'),
  broken: fault(
    500,
    'internal',
    'Something broke',
    'This is a defect of the page. What is stored is not touched by it.',
  ),
} as const

/** What an error means to whoever asked. Its text stays inside unless it is one of ours about their own input. */
export function faultOf(error: unknown): Fault {
  if (!isTillError(error)) return FAULTS.broken
  if (error.code === 'invalid_input')
    return fault(
      400,
      error.code,
      'This cannot be asked for',
      error.issues.map(({ path, expected }) => `${path}: expected ${expected}`).join('; '),
    )
  if (error.code === 'store_unavailable')
    return fault(
      503,
      error.code,
      'The store cannot be reached',
      'The database does not answer. Nothing is lost; reload in a moment.',
    )
  return fault(503, error.code, 'This did not work', 'Try again in a moment.')
}

/** An RFC 9457 answer for programs. */
export const problemJson = ({ status, code, title, detail }: Fault): string =>
  JSON.stringify({ type: `urn:onetill:problem:${code}`, title, status, detail, code })
