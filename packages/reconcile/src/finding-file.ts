import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { AS_LINES, quote } from './duckdb.ts'
import { type Finding, orderOf } from './finding.ts'

/** Findings as they come, and how they are put into their order without being held. */
export interface FindingFile {
  readonly path: string
  /** Takes one; it stands in memory until the next `flush`. */
  write(finding: Finding): void
  flush(): Promise<void>
  end(): Promise<void>
}

/** Bytes that may wait to be written: what writes them seldom has to wait itself. */
const WAITING = 16 * 1024 * 1024

/** Opens a file for findings in a folder. */
export async function findingFile(folder: string): Promise<FindingFile> {
  const path = join(folder, 'found.tsv')
  const file = createWriteStream(path, { mode: 0o600, highWaterMark: WAITING })
  const failed = once(file, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => {})
  let batch: string[] = []
  const flush = async (): Promise<void> => {
    const text = batch.join('')
    batch = []
    if (text !== '' && !file.write(text)) await Promise.race([once(file, 'drain'), failed])
  }
  return {
    path,
    // A finding is made in the order of canonical JSON. Neither tab nor line break stands unescaped in JSON.
    write: (finding) => {
      batch.push(`${orderOf(finding)}\t${JSON.stringify(finding)}\n`)
    },
    flush,
    end: async () => {
      await flush()
      file.end()
      await Promise.race([once(file, 'finish'), failed])
    },
  }
}

/** Writes findings of files in their order, one canonical JSON a line. */
export function sortedSql(paths: readonly string[], to: string): string {
  return `COPY (SELECT json FROM read_csv([${paths.map(quote).join(', ')}], auto_detect = false, header = false, delim = '\t', quote = '',
      escape = '', max_line_size = 16000000, buffer_size = 32000000, columns = {'place': 'VARCHAR', 'json': 'VARCHAR'}) ORDER BY place, json)
    TO ${quote(to)} ${AS_LINES}`
}
