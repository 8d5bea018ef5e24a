// Runs SQLite beside the event loop. Plain JavaScript, so that it is the same file before and after the build.
import { parentPort, workerData } from 'node:worker_threads'
import { DatabaseSync } from '@photostructure/sqlite'

const MAX_STATEMENTS = 200
const database = new DatabaseSync(workerData.path)
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
  statements.set(sql, made)
  return made
}

/** Whole numbers that a double holds become numbers, others stay what they are. */
function plain(row) {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'bigint' && value >= -9007199254740991n && value <= 9007199254740991n)
      row[name] = Number(value)
  }
  return row
}

function run({ sql, parameters, reads }) {
  const prepared = statement(sql)
  if (reads) return { rows: prepared.all(...parameters).map(plain), changes: 0 }
  return { rows: [], changes: Number(prepared.run(...parameters).changes) }
}

for (const sql of workerData.setUp) database.exec(sql)
parentPort.postMessage({ ready: true })
parentPort.on('message', (message) => {
  const { id } = message
  try {
    if (message.close) {
      statements.clear()
      database.close()
      parentPort.postMessage({ id, rows: [], changes: 0 })
      parentPort.close()
    } else parentPort.postMessage({ id, ...run(message) })
  } catch (error) {
    const { message: text, code, errcode, errstr } = error
    parentPort.postMessage({ id, error: { message: text, code, errcode, errstr } })
  }
})
