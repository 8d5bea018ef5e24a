import * as z from 'zod'

/** Turns a schema into generated code where the runtime allows it (default condition: Node, Bun, Deno). */
export function compile<Schema extends z.ZodType>(schema: Schema): Schema {
  return z.compile(schema)
}
