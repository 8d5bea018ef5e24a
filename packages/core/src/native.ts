import * as z from 'zod/mini'
import { compile } from '#compile'
import type { Issue, TillError } from './error.ts'
import { invalidResponses } from './invalid.ts'
import { jsonPath, unknownPath } from './path.ts'

/** Reads a provider's answer through a loose schema of its own. */
export type NativeReader<Native> = (native: unknown) => Native

/**
 * A reader that checks an answer and gives it as it came, also with what the schema does not name: a mapper takes the
 * fields it knows and never keeps an object of the answer. Compiled on first use.
 * @throws invalid_response with the path and the expected type of every field that does not fit, never its value
 */
export function nativeReader<Native>(schema: z.core.$ZodType<Native>): NativeReader<Native> {
  let compiled: z.core.$ZodType<Native> | undefined
  return (native) => {
    compiled ??= compile(schema)
    if (z.validate(compiled, native)) return native as Native
    throw notDocumented(z.safeParse(compiled, native))
  }
}

/**
 * A reader that copies just the fields its schema names, for an object that is kept. Compiled on first use.
 * @throws invalid_response as `nativeReader`
 */
export function nativeCopier<Native>(schema: z.core.$ZodType<Native>): NativeReader<Native> {
  let compiled: z.core.$ZodType<Native> | undefined
  return (native) => {
    compiled ??= compile(schema)
    const result = z.safeParse(compiled, native)
    if (result.success) return result.data
    throw notDocumented(result)
  }
}

function notDocumented({ error }: { readonly error?: z.core.$ZodError | undefined }): TillError {
  return invalidResponses((error?.issues ?? []).flatMap(toIssues).slice(0, 20))
}

/** A zod issue as path and expected type. Its message is not used: some quote the input. */
export function toIssues(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: unknownPath(issue.path, key), expected: 'no such field' }))
  }
  return [{ path: jsonPath(issue.path), expected: expectation(issue) }]
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'string' ? 'text' : issue.expected
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return `text in the format ${issue.format}`
    case 'too_small':
      return `at least ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    default:
      return 'another form'
  }
}
