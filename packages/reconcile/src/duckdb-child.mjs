// Runs DuckDB in a process of its own. Plain JavaScript, so that it is the same file before and after the build.
import process from 'node:process'
import { DuckDBInstance } from '@duckdb/node-api'

let connection
let acknowledged = () => {}

const send = (message) => new Promise((resolve) => process.send(message, resolve))

async function open({ path, config }) {
  const instance = await DuckDBInstance.create(path, config)
  connection = await instance.connect()
  // Values go over as they are stored; nothing here may follow the clock or the place of the machine.
  await connection.run('set preserve_insertion_order = true; set errors_as_json = false')
}

async function rows(id, sql) {
  const result = await connection.stream(sql)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    const taken = new Promise((resolve) => {
      acknowledged = resolve
    })
    await send({ id, rows: chunk.getRows() })
    await taken
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
  if (message.more) acknowledged()
  else answer(message)
})
process.on('disconnect', () => process.exit(0))
