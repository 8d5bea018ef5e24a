import { PassThrough, pipeline, Readable } from 'node:stream'
import { constants, createBrotliCompress, createDeflate, createGzip } from 'node:zlib'
import { expect } from 'vitest'
import type { Case } from './case.ts'
import type { Step } from './protocol.ts'
import { AND_READ, PROVIDERS, type ProviderRow } from './providers.ts'
import type { Handler } from './server.ts'

const BYTES = 200 * 2 ** 20
const BLOCK = Buffer.alloc(64 * 2 ** 10, '0')

const CODINGS = {
  gzip: () => [createGzip()],
  deflate: () => [createDeflate()],
  br: () => [createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  identity: () => [new PassThrough()],
} as const

/** One JSON text of 200 MB, made while it is sent: the server never holds more than a block. */
function* blocks(made: { bytes: number }): Generator<Buffer> {
  yield Buffer.from('"')
  for (made.bytes = 0; made.bytes < BYTES; made.bytes += BLOCK.length) yield BLOCK
  yield Buffer.from('"')
}

function bomb(
  provider: ProviderRow,
  coding: keyof typeof CODINGS,
  status: number,
  operation: Step['operation'],
  outcome: string,
): Case {
  const made = { bytes: 0 }
  const answer: Handler = (_, response) => {
    const headers = coding === 'identity' ? {} : { 'content-encoding': coding }
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    // It ends with an error when the reader has had enough, which is what we want.
    pipeline([Readable.from(blocks(made)), ...CODINGS[coding](), response], () => {})
  }
  return {
    name: `${provider.id}: 200 MB ${coding}, ${status}, ${operation}`,
    provider,
    answer,
    steps: [{ operation, id: 'hostile' }],
    outcomes: [outcome],
    requests: operation === 'create' ? AND_READ : 1,
    also: () => {
      expect(made.bytes).toBeGreaterThan(2 * 2 ** 20)
    },
  }
}

/** Small answers that become large ones. */
export const bombs: readonly Case[] = PROVIDERS.flatMap((provider) => [
  bomb(provider, 'gzip', 200, 'retrieve', 'response_too_large'),
  bomb(provider, 'gzip', provider.refusal.status, 'retrieve', 'response_too_large'),
  ...(provider.id === 'maven'
    ? [
        bomb(provider, 'deflate', 200, 'retrieve', 'response_too_large'),
        bomb(provider, 'br', 200, 'retrieve', 'response_too_large'),
        bomb(provider, 'identity', 200, 'retrieve', 'response_too_large'),
        bomb(provider, 'gzip', 200, 'find', 'response_too_large'),
        bomb(provider, 'gzip', 201, 'create', 'outcome_unknown'),
      ]
    : []),
])
