import { TillError } from '@onetill/core'

/** What a caller gave is not what is expected there. */
export function invalid(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_input',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
