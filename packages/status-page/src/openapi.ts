import * as z from 'zod/mini'
import { ENVIRONMENTS } from '@onetill/core'
import { SCHEMAS } from './api-schema.ts'
import { PRESETS } from './presets.ts'
import type { Parameter } from './query.ts'
import { SUMMARIES } from './words.ts'

type SchemaName = keyof typeof SCHEMAS
type Json = Readonly<Record<string, unknown>>

const text: Json = { type: 'string' }

/** Parameters of a list → what may stand there, and what it means. */
const FILTERS: Readonly<Record<Parameter | 'limit', readonly [Json, string]>> = {
  view: [{ enum: Object.keys(PRESETS) }, 'A view of the board.'],
  q: [text, 'Beginning of an id or reference; else anywhere in the newest 1,500 sessions that fit.'],
  status: [{ enum: Object.keys(SUMMARIES) }, 'Summary word.'],
  provider: [text, 'Id of the adapter.'],
  account: [text, 'Label of the account.'],
  env: [{ enum: ENVIRONMENTS }, 'Environment.'],
  currency: [text, 'Currency code.'],
  min: [text, 'Least amount, in major units; needs `currency`.'],
  max: [text, 'Greatest amount, in major units; needs `currency`.'],
  from: [{ type: 'string', format: 'date' }, 'First day, in the zone `tz`.'],
  to: [{ type: 'string', format: 'date' }, 'Last day, in the zone `tz`.'],
  ref: [text, 'Reference, exactly.'],
  tz: [text, 'Time zone of the days; UTC unless given.'],
  after: [text, '`next` of the page before.'],
  limit: [{ type: 'integer', minimum: 1, maximum: 500, default: 50 }, 'Most sessions of a page.'],
}

const query = (name: string, [schema, description]: readonly [Json, string]): Json => ({
  ...{ name, in: 'query', required: false, schema, description },
})
const IN_PATH = ['provider', 'account', 'id'].map((name) => ({ name, in: 'path', required: true, schema: text }))
const ONE = '/api/v1/sessions/{provider}/{account}/{id}'

interface Operation {
  readonly path: string
  readonly method: 'get' | 'post'
  readonly id: string
  readonly summary: string
  readonly answer: SchemaName
  readonly parameters: readonly Json[]
  readonly success?: number
}

const OPERATIONS: readonly Operation[] = [
  {
    ...{ path: '/api/v1/sessions', method: 'get', id: 'listSessions', summary: 'Sessions, newest first.' },
    ...{ answer: 'SessionPage', parameters: Object.entries(FILTERS).map(([name, row]) => query(name, row)) },
  },
  { path: ONE, method: 'get', id: 'getSession', summary: 'One session.', answer: 'Session', parameters: IN_PATH },
  {
    ...{ path: `${ONE}/history`, method: 'get', id: 'getHistory', summary: 'What was seen of a session.' },
    ...{ answer: 'History', parameters: IN_PATH },
  },
  {
    ...{ path: `${ONE}/read`, method: 'post', id: 'readAgain', summary: 'Reads a session at its provider now.' },
    ...{ answer: 'Session', parameters: IN_PATH },
  },
  {
    ...{ path: `${ONE}/links`, method: 'post', id: 'createLink', summary: 'Makes a link to the payer’s page.' },
    ...{ answer: 'Link', parameters: IN_PATH, success: 201 },
  },
  {
    ...{ path: '/api/v1/totals', method: 'get', id: 'getTotals', summary: 'Counts and sums.', answer: 'Totals' },
    parameters: (['provider', 'account', 'env'] as const).map((name) => query(name, FILTERS[name])),
  },
  {
    ...{ path: '/api/v1/vendors', method: 'get', id: 'listVendors', summary: 'How every vendor does.' },
    ...{ answer: 'Vendors', parameters: [] },
  },
  {
    ...{ path: '/api/v1/changes', method: 'get', id: 'listChanges', summary: 'Changes, oldest first.' },
    ...{
      answer: 'Changes',
      parameters: [query('after', [text, '`next` of the answer before.']), query('limit', FILTERS.limit)],
    },
  },
]

/** The description of the API, made from the schemas. */
export function openApi(): Json {
  const problem = {
    description: 'What went wrong',
    content: { 'application/problem+json': { schema: ref('Problem') } },
  }
  const paths: Record<string, Record<string, Json>> = {}
  for (const { path, method, id, summary, answer, parameters, success = 200 } of OPERATIONS)
    paths[path] = {
      ...paths[path],
      [method]: {
        ...{ operationId: id, summary, parameters },
        responses: {
          [String(success)]: { description: summary, content: { 'application/json': { schema: ref(answer) } } },
          ...(method === 'get' ? { '304': { description: 'Not changed since the `ETag` that was sent' } } : {}),
          default: problem,
        },
      },
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Onetill status',
      version: '1.0.0',
      description:
        'Every checkout session of every provider. Read only, but for asking a provider again and making a payer’s link.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, {}],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, schema]) => {
          const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'output', reused: 'inline' })
          return [name, rest]
        }),
      ),
    },
  }
}

const ref = (name: SchemaName): Json => ({ $ref: `#/components/schemas/${name}` })
