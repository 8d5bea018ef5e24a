// Starts PostgreSQL once for a run, before the first test.
import process from 'node:process'
import type { TestProject } from 'vitest/node'
import { findBinaries } from '../postgres/binaries.ts'
import { startPostgres } from '../postgres/server.ts'

/** Where the servers of this run are. */
export interface PostgresUrls {
  readonly [name: string]: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: PostgresUrls
  }
}

/** Vitest calls it, and what it gives back after the last test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['ONETILL_TEST_DATABASE_URL']
  if (given !== undefined && given !== '') {
    project.provide('postgres', { given })
    return async () => {}
  }
  const found = findBinaries()
  if (found.length === 0) {
    const help = 'no server was found. Install PostgreSQL 15 or newer, or set ONETILL_TEST_DATABASE_URL.'
    // Where nobody reads the output, what is skipped would pass for tested.
    if (process.env['CI'] !== undefined) throw new Error(`the tests of the PostgreSQL store cannot run: ${help}`)
    console.error(`onetill: the tests of the PostgreSQL store are skipped: ${help}`)
  }
  // One is enough to work with; `npm run check:deep` asks every version that is here.
  const used = process.env['ONETILL_DEEP'] === '1' ? found : found.slice(0, 1)
  const servers = await Promise.all(used.map(startPostgres))
  project.provide('postgres', Object.fromEntries(servers.map(({ name, url }) => [name, url])))
  return async () => {
    await Promise.all(servers.map(({ stop }) => stop()))
  }
}
