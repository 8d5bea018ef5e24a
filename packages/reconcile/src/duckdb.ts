import { type ChildProcess, fork } from 'node:child_process'
import { isTillError, TillError } from '@onetill/core'

/** A value as DuckDB's JSON has it; texts, counts and truth values are all that is asked for. */
export type Cell = string | number | boolean | null

/** A DuckDB in a process of its own. */
export interface DuckDb {
  /** Runs statements. */
  run(sql: string): Promise<void>
  /** Rows of one query as they come; one query at a time. */
  rows(sql: string): AsyncIterable<readonly Cell[]>
  /** Process id, for those who measure it. */
  readonly pid: number | undefined
  /** Ends the process. */
  close(): Promise<void>
}

/** What DuckDB may use. */
export interface DuckDbOptions {
  /** File of the database. */
  readonly path: string
  /** Folder it spills to. */
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

interface Waiting {
  readonly onRows: (rows: readonly (readonly Cell[])[]) => void
  readonly onEnd: (error: Error | null) => void
}

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
    for (const { onEnd } of waiting.values()) onEnd(new Error('Out of Memory Error: or stopped; the process is gone'))
    waiting.clear()
  }
  child.on('exit', fail)
  child.on('error', fail)
  child.on('message', (message) => {
    const { id, rows, error } = message as Answer
    const one = waiting.get(id)
    if (one === undefined) return
    if (rows !== undefined) return one.onRows(JSON.parse(rows))
    waiting.delete(id)
    one.onEnd(error === undefined ? null : new Error(error))
  })

  const request = (message: object, onRows: Waiting['onRows'] = () => {}): Promise<void> =>
    new Promise((resolve, reject) => {
      last++
      waiting.set(last, { onRows, onEnd: (error) => (error === null ? resolve() : reject(unavailable(error))) })
      if (child.connected) child.send({ id: last, ...message })
      else fail()
    })

  async function* rows(sql: string): AsyncIterable<readonly Cell[]> {
    let chunks: (readonly (readonly Cell[])[])[] = []
    let wake = (): void => {}
    let ended = false
    let failure: unknown = null
    const all = request({ query: sql }, (chunk) => {
      chunks.push(chunk)
      wake()
    })
    all
      .catch((error: unknown) => {
        failure = error
      })
      .finally(() => {
        ended = true
        wake()
      })
    try {
      for (;;) {
        const ready = chunks
        chunks = []
        for (const chunk of ready) {
          // The next chunk is made while this one is used.
          if (child.connected) child.send({ more: true })
          yield* chunk
        }
        if (failure !== null) throw failure
        if (ended && chunks.length === 0) return
        if (chunks.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      // Somebody stopped listening: the rest is asked for and dropped, so that the connection is free again.
      while (!ended && child.connected) {
        child.send({ more: true })
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
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
    run: (sql) => request({ run: sql }),
    rows,
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
function unavailable({ message }: Error): TillError {
  const kind = /^([A-Za-z ]{1,40}?)(?: Error)?:/.exec(message)?.[1] ?? 'unknown'
  return new TillError({
    code: 'store_unavailable',
    message: 'the comparison could not be worked out',
    cause: { name: 'DuckDbError', code: kind.toUpperCase().replaceAll(' ', '_') },
  })
}

/** A text as SQL. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
