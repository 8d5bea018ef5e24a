import { type Issue, TillError } from './error.ts'

/** The answer does not hold what the provider documents. Says where and what was expected, never the value. */
export function invalidResponse(path: string, expected: string, index?: number): TillError {
  return invalidResponses([{ path: itemPath(path, index), expected }])
}

/** `refunds[].amount` at 2 → `refunds[2].amount`: paths into lists are only put together when somebody reads them. */
export function itemPath(path: string, index: number | undefined): string {
  return index === undefined ? path : path.replace('[]', `[${index}]`)
}

/** As `invalidResponse`, for several places at once. */
export function invalidResponses(issues: readonly Issue[]): TillError {
  return new TillError({
    code: 'invalid_response',
    message: `the answer is not as documented: ${describe(issues)}`,
    issues,
  })
}

/** What the caller passed is wrong. Says where and what was expected, never the value. */
export function invalidInputs(issues: readonly Issue[]): TillError {
  return new TillError({ code: 'invalid_input', message: `the input is wrong: ${describe(issues)}`, issues })
}

/** A few issues as one readable line. */
export function describe(issues: readonly Issue[]): string {
  const shown = issues
    .slice(0, 3)
    .map(({ path, expected }) => `${path === '' ? 'the value' : path}: expected ${expected}`)
  const rest = issues.length - shown.length
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '')
}
