import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { serialize } from 'node:v8'
import type { ClientEvent, TillOptions } from '@onetill/core'
import { openTelemetry } from '@onetill/core/opentelemetry'
import { memorySpans } from '../../packages/core/src/spans.fixture.ts'

const DEEP = { depth: Infinity, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null } as const

/** Every way a value may be written down. */
export function renderings(value: unknown): string {
  const parts = [inspect(value, DEEP), inspect(value), String(value), `${JSON.stringify(value, null, 1)}`]
  for (let at: unknown = value, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const own = Object.getOwnPropertyDescriptors(at)
    parts.push(
      at.message,
      at.stack ?? '',
      inspect(at.cause, DEEP),
      JSON.stringify(own),
      serialize(at).toString('latin1'),
    )
  }
  return parts.join('\n')
}

/** A client's observers, and all that came out of them. */
export interface Recorder {
  readonly options: Pick<TillOptions<readonly []>, 'logger' | 'logLevel' | 'onEvent' | 'observers'>
  readonly events: readonly ClientEvent[]
  /** Log lines as a real console writes them. */
  readonly log: () => string
  readonly spans: () => readonly object[]
  /** Log, events and spans, in all renderings. */
  readonly shown: () => string
}

/** A logger at its lowest level, an event hook and OpenTelemetry with an exporter in memory. */
export function createRecorder(): Recorder {
  const events: ClientEvent[] = []
  let log = ''
  const stream = new Writable({
    write: (chunk, _, done) => {
      log += String(chunk)
      done()
    },
  })
  const { tracerProvider, spans } = memorySpans()
  return {
    options: {
      logger: new Console({ stdout: stream, stderr: stream, inspectOptions: { depth: Infinity } }),
      logLevel: 'debug',
      onEvent: (event) => events.push(event),
      observers: [openTelemetry({ tracerProvider })],
    },
    events,
    log: () => log,
    spans,
    shown: () =>
      [log, renderings(events), ...spans().map((span) => inspect(span, { depth: 6, showHidden: true }))].join('\n'),
  }
}
