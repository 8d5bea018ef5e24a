import type { Issue } from '@onetill/core'
import { type HttpAnswer, type Problem, readErrorBody } from '@onetill/core/adapter'
import { problem as problemSchema } from './schema.ts'

/**
 * Codes of docs.maash.io/error-handling, read 2026-11-20. No field is documented for them: one counts only when it is
 * the whole text of `error`. `session_expired` is about a session token, not a session.
 */
const CODES: ReadonlySet<unknown> = new Set([
  'invalid_transaction_data',
  'no_fields_to_update',
  'authentication_required',
  'invalid_api_key',
  'session_expired',
  'failed_to_create_transaction',
  'failed_to_update_transaction',
  'database_operation_failed',
  'missing_required_env_vars',
  'notification_error',
])

const FIELD = /^[\w.[\]]{1,64}$/
const MAX_ISSUES = 20

/**
 * Reads Maash's two error forms, with and without `details`. Of `field: message` only the field is kept, since the
 * text may hold anything.
 */
export function toProblem({ text }: HttpAnswer): Problem {
  const body = readErrorBody(problemSchema, text)
  if (body === null) return {}
  const issues: Issue[] = []
  for (const entry of (body.details?.validation_errors ?? []).slice(0, MAX_ISSUES)) {
    const path = typeof entry === 'string' ? entry.slice(0, Math.max(0, entry.indexOf(':'))) : ''
    if (FIELD.test(path)) issues.push({ path, expected: 'another value' })
  }
  return { issues, ...(isCode(body.error) ? { providerCode: body.error } : {}) }
}

function isCode(value: unknown): value is string {
  return CODES.has(value)
}
