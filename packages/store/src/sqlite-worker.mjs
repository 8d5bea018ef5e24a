// Runs SQLite beside the event loop. Plain JavaScript, so that it is the same file before and after the build.
import { parentPort, workerData } from 'node:worker_threads'
import { DatabaseSync } from '@photostructure/sqlite'

const MAX_STATEMENTS = 200
/** SQLite's number of "somebody else has the lock"; the bits above it say more. */
const BUSY = 5
const PAUSE_MS = 5
const statements = new Map()

function statement(sql) {
  const known = statements.get(sql)
  if (known !== undefined) {
    // The least recently used one stands first.
    statements.delete(sql)
    statements.set(sql, known)
    return known
  }
  if (statements.size >= MAX_STATEMENTS) statements.delete(statements.keys().next().value)
  const made = database.prepare(sql)
  made.setReadBigInts(true)
  made.setReturnArrays(true)
  statements.set(sql, made)
  return made
}

/** Whole numbers that a double holds become numbers, others stay what they are. */
const plain = (value) =>
  typeof value === 'bigint' && value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value

/** All values of many rows go as one list, in both directions. */
function run({ sql, parameters, width, reads }) {
  const prepared = statement(sql)
  if (reads) {
    const columns = prepared.columns().map(({ name }) => name)
    return {
      columns,
      values: prepared
        .all(...parameters)
        .flat()
        .map(plain),
      changes: 0,
    }
  }
  if (width === undefined) return { changes: Number(prepared.run(...parameters).changes) }
  let changes = 0
  for (let at = 0; at < parameters.length; at += width)
    changes += Number(prepared.run(...parameters.slice(at, at + width)).changes)
  return { changes }
}

/** The change to WAL does not wait for others who are opening the same file, whatever `busy_timeout` says. */
function setUp(sql) {
  for (const end = Date.now() + workerData.busyTimeoutMs; ; ) {
    try {
      return database.exec(sql)
    } catch (error) {
      if ((error.errcode & 0xff) !== BUSY || Date.now() > end) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  }
}

const told = ({ message, code, errcode, errstr }) => ({ message, code, errcode, errstr })

let database
try {
  database = new DatabaseSync(workerData.path)
  for (const sql of workerData.setUp) setUp(sql)
  parentPort.on('message', answer)
  parentPort.postMessage({ ready: true })
} catch (error) {
  database?.close()
  parentPort.postMessage({ error: told(error) })
}

function answer(message) {
  const { id } = message
  try {
    if (message.close) {
      statements.clear()
      database.close()
      parentPort.postMessage({ id, changes: 0 })
      parentPort.close()
    } else parentPort.postMessage({ id, ...run(message) })
  } catch (error) {
    parentPort.postMessage({ id, error: told(error) })
  }
}
