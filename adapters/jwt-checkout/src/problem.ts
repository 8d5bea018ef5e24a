import { type HttpAnswer, type Problem, readErrorBody } from '@onetill/core/adapter'
import { problem as problemSchema } from './schema.ts'

const REQUEST_ID = /^[\w.:-]{1,128}$/
const FIELD = /^([a-z][\w.]{0,63}) /i
const MAX_ISSUES = 20

/** Reads both error forms: the request's id, and the field each validation message begins with. Texts are left out. */
export function toProblem(answer: HttpAnswer): Problem {
  const body = readErrorBody(problemSchema, answer.text)
  if (body === null) return {}
  const { message, requestId } = body
  const fields = Array.isArray(message) ? message.slice(0, MAX_ISSUES).flatMap(fieldOf) : []
  return {
    ...(typeof requestId === 'string' && REQUEST_ID.test(requestId) ? { requestId } : {}),
    ...(fields.length === 0 ? {} : { issues: fields.map((path) => ({ path, expected: 'another value' })) }),
  }
}

function fieldOf(message: unknown): readonly string[] {
  const field = typeof message === 'string' ? FIELD.exec(message)?.[1] : undefined
  return field === undefined ? [] : [field]
}
