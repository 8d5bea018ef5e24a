import { type ChildProcess, fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isTillError, TillError } from '@onetill/core'
import { jsonLines } from './json-lines.ts'

/** A value as DuckDB's JSON has it; texts, counts and truth values are all that is asked for. */
export type Cell = string | number | boolean | null

/** Cells of a row, in the order of the columns. */
export type Row = readonly Cell[]

/** A DuckDB in a process of its own. */
export interface DuckDb {
  /** Runs statements. */
  run(sql: string): Promise<void>
  /** All rows of a query that gives few. */
  rows(sql: string): Promise<readonly Row[]>
  /** Rows of a query that may give many, some at a time. They are put in a file from now on, and read once. */
  many(sql: string): AsyncIterable<readonly Row[]>
  /** Process id, for those who measure it. */
  readonly pid: number | undefined
  /** Ends the process. */
  close(): Promise<void>
}

/** What DuckDB may use. */
export interface DuckDbOptions {
  /** File of the database. */
  readonly path: string
  /** Folder it spills to, and where rows are put on their way. */
  readonly folder: string
  /** Such as `1GB`. */
  readonly memory: string
  readonly threads: number
}

const OUT_OF_MEMORY = 'OUT_OF_MEMORY'

/** Whether an error says that the memory limit was reached. */
export function isOutOfMemory(error: unknown): boolean {
  return (
    isTillError(error) && error.cause instanceof Object && 'code' in error.cause && error.cause.code === OUT_OF_MEMORY
  )
}

type Waiting = (answer: Omit<Answer, 'id'>) => void

interface Answer {
  readonly id: number
  /** JSON of a list of rows. */
  readonly rows?: string
  readonly error?: string
}

/** Starts DuckDB. @throws store_unavailable when it cannot be started */
export async function openDuckDb({ path, folder, memory, threads }: DuckDbOptions): Promise<DuckDb> {
  const child = fork(new URL('./duckdb-child.mjs', import.meta.url), [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const waiting = new Map<number, Waiting>()
  let last = 0
  const fail = (): void => {
    for (const end of waiting.values()) end({ error: 'Out of Memory Error: or stopped; the process is gone' })
    waiting.clear()
  }
  child.on('exit', fail)
  child.on('error', fail)
  child.on('message', (message) => {
    const { id, ...answer } = message as Answer
    waiting.get(id)?.(answer)
    waiting.delete(id)
  })

  const request = (message: object): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => {
      last++
      waiting.set(last, ({ rows, error }) => {
        if (error === undefined) resolve(rows === undefined ? [] : JSON.parse(rows))
        else reject(unavailable(error))
      })
      if (child.connected) child.send({ id: last, ...message })
      else fail()
    })
  const run = async (sql: string): Promise<void> => {
    await request({ run: sql })
  }

  let files = 0
  const many: DuckDb['many'] = (sql) => {
    const file = join(folder, `rows-${++files}.ndjson`)
    // Neither tab nor line break stands unescaped in JSON.
    const made = run(`COPY (SELECT json_array(*COLUMNS(*)) FROM (${sql})) TO ${quote(file)} ${AS_LINES}`)
    // Told when they are asked for.
    made.catch(() => {})
    return (async function* () {
      await made
      try {
        yield* jsonLines<Row>(file)
      } finally {
        await rm(file)
      }
    })()
  }

  await request({
    open: {
      path,
      config: {
        memory_limit: memory,
        threads: String(threads),
        temp_directory: folder,
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      },
    },
  }).catch((error: unknown) => {
    child.kill()
    throw error
  })
  return {
    run,
    rows: (sql) => request({ query: sql }),
    many,
    pid: child.pid,
    close: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  await exited
}

/** The text of DuckDB's error may quote a row; its kind, which stands before the colon, does not. */
function unavailable(message: string): TillError {
  const kind = /^([A-Za-z ]{1,40}?)(?: Error)?:/.exec(message)?.[1] ?? 'unknown'
  return new TillError({
    code: 'store_unavailable',
    message: 'the comparison could not be worked out',
    cause: { name: 'DuckDbError', code: kind.toUpperCase().replaceAll(' ', '_') },
  })
}

/** How one column of JSON is written as it is, a line each. */
export const AS_LINES = `(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\t')`

/** A text as SQL. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
