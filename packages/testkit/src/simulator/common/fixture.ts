// For this package's tests.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A recorded example of the documents; where each comes from is in fixtures/sources.json. */
export const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures', name), 'utf8'))
