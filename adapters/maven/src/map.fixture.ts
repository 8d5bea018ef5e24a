// One way to map a few fields, for the tests of this folder.
import type { MapContext } from '@onetill/core'
import { type MavenSession, mavenMapper } from './map.ts'

/** A read by a key that says nothing of the environment. */
export const CONTEXT = {
  at: '2026-11-20T12:00:00.000Z',
  via: 'read',
  account: 'default',
  environment: 'unknown',
  expected: null,
  overrides: [],
} as const satisfies MapContext

/** What every session has. */
export const BASE = { session_id: '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401', amount: '49.99', currency: 'USD' }

/** A pending session with other fields → ours. Through JSON, so that `undefined` in a table is a field that is not there. */
export function mapFields(fields: object, context: Partial<MapContext> = {}): MavenSession {
  const native: unknown = JSON.parse(JSON.stringify({ ...BASE, status: 'PENDING', ...fields }))
  return mavenMapper.toSession(native, { ...CONTEXT, ...context })
}
