// Runs DuckDB in a process of its own. Plain JavaScript, so that it is the same file before and after the build.
import process from 'node:process'
import { DuckDBInstance } from '@duckdb/node-api'

/**
 * Connections, for as many statements at the same time. One after the other they all get the first one, whose temporary
 * tables no other sees.
 */
const CONNECTIONS = 2

const connections = []
const busy = new Set()
const waiting = []

async function open({ path, config }) {
  const instance = await DuckDBInstance.create(path, config)
  for (let count = 0; count < CONNECTIONS; count++) {
    const connection = await instance.connect()
    // Values go over as they are stored; nothing here may follow the clock or the place of the machine.
    await connection.run('set preserve_insertion_order = true; set errors_as_json = false')
    connections.push(connection)
  }
}

async function withConnection(use) {
  while (busy.size === connections.length) await new Promise((resolve) => waiting.push(resolve))
  const connection = connections.find((one) => !busy.has(one))
  busy.add(connection)
  try {
    return await use(connection)
  } finally {
    busy.delete(connection)
    waiting.shift()?.()
  }
}

async function rows(connection, sql) {
  // A row as one JSON text: a value for each cell, made here and sent apart, takes ten times as long.
  const result = await connection.runAndReadAll(`SELECT json_array(*COLUMNS(*)) FROM (${sql})`)
  return `[${result.getColumnsJS()[0]?.join() ?? ''}]`
}

async function answer({ id, open: options, run, query }) {
  try {
    if (options !== undefined) await open(options)
    else if (run !== undefined) await withConnection((connection) => connection.run(run))
    const found = query === undefined ? undefined : await withConnection((connection) => rows(connection, query))
    process.send({ id, rows: found })
  } catch (error) {
    process.send({ id, error: String(error.message) })
  }
}

process.on('message', answer)
process.on('disconnect', () => process.exit(0))
