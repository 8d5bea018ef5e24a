// Runs DuckDB in a process of its own. Plain JavaScript, so that it is the same file before and after the build.
import process from 'node:process'
import { DuckDBInstance } from '@duckdb/node-api'

/** Rows in one message. */
const AT_ONCE = 64
const MOST_UNREAD = 64

let connection
/** Messages on their way, and who waits for them to be taken. */
let unread = 0
let taken = () => {}

const send = (message) => new Promise((resolve) => process.send(message, resolve))

async function open({ path, config }) {
  const instance = await DuckDBInstance.create(path, config)
  connection = await instance.connect()
  // Values go over as they are stored; nothing here may follow the clock or the place of the machine.
  await connection.run('set preserve_insertion_order = true; set errors_as_json = false')
}

async function rows(id, sql) {
  // A row as one JSON text: a value for each cell, made here and sent apart, takes ten times as long.
  const result = await connection.stream(`SELECT json_array(*COLUMNS(*)) FROM (${sql})`)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    const texts = chunk.getColumnValues(0)
    // The receiver puts a long message together again and again while it arrives.
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      while (unread >= MOST_UNREAD)
        await new Promise((resolve) => {
          taken = resolve
        })
      unread++
      await send({ id, rows: `[${texts.slice(from, from + AT_ONCE).join()}]` })
    }
  }
}

async function answer({ id, open: options, run, query }) {
  try {
    if (options !== undefined) await open(options)
    else if (run !== undefined) await connection.run(run)
    else await rows(id, query)
    await send({ id, done: true })
  } catch (error) {
    await send({ id, error: String(error.message) })
  }
}

process.on('message', (message) => {
  if (message.more) {
    unread--
    taken()
  } else answer(message)
})
process.on('disconnect', () => process.exit(0))
