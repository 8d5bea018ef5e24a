import { canonicalJson, sha256 } from './canonical.ts'
import type { Engine } from './engine.ts'
import { historyOf } from './history.ts'

/** Sessions in one query. */
const PAGE = 500

/** Every session in the order of its key. */
async function* keyed({ db }: Engine): AsyncIterable<{ readonly key: string; readonly body: string }> {
  for (let last = ''; ; ) {
    const rows = await db
      .selectFrom('session')
      .select(['key', 'body'])
      .where('key', '>', last)
      .orderBy('key')
      .limit(PAGE)
      .execute()
    yield* rows
    const end = rows.at(-1)
    if (end === undefined) return
    last = end.key
  }
}

/** One hash of all sessions and everything seen; equal for equal content, on every database. */
export async function contentHashOf(engine: Engine): Promise<string> {
  let hash = ''
  for await (const { key, body } of keyed(engine)) {
    const rows = await engine.db
      .selectFrom('observation')
      .select(['hash', 'times'])
      .where('session_key', '=', key)
      .orderBy('hash')
      .execute()
    hash = sha256(canonicalJson([hash, key, body, rows.map(({ hash, times }) => [hash, times])]))
  }
  return hash
}

/** What the database finds broken in itself, and sessions that are not what their observations say. */
export async function findBroken(
  engine: Engine,
  onProgress: (sessions: number) => void = () => {},
): Promise<readonly string[]> {
  const found = [...(await engine.integrity())]
  let checked = 0
  for await (const { key, body } of keyed(engine)) {
    const refolded = await historyOf(engine, key)
    if (refolded !== null && canonicalJson(refolded.stored) !== body)
      found.push(`${key}: is not what its observations say`)
    onProgress(++checked)
  }
  return found
}
