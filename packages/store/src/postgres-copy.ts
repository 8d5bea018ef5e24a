import type { Compilable } from 'kysely'
import pg from 'pg'
import { to } from 'pg-copy-streams'

/**
 * Streams the one column of text of a query, which must have no raw control characters in it, such as JSON. One
 * statement: every row as it was when it began, however long it takes.
 */
export async function* copyOut(pool: pg.Pool, query: Compilable<unknown>): AsyncIterable<string> {
  const client = await pool.connect()
  let isWhole = false
  try {
    // Whoever reads the rows says how long it takes.
    await client.query('begin read only; set local statement_timeout = 0')
    const rows = client.query(to(`copy (${written(query)}) to stdout`)).setEncoding('utf8')
    let rest = ''
    for await (const chunk of rows) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line.replaceAll('\\\\', '\\')
    }
    await client.query('commit')
    isWhole = true
  } finally {
    // A connection on which rows still come is of no use to anybody.
    client.release(!isWhole)
  }
}

/** `copy` takes no parameters, so the values stand in the statement as literals. */
function written(query: Compilable<unknown>): string {
  const { sql, parameters } = query.compile()
  return sql.replace(/\$(\d+)/g, (_, number) => pg.escapeLiteral(String(parameters[Number(number) - 1])))
}
