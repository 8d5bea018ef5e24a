import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, test } from 'vitest'
import { EVENTS, REQUEST } from './client-events.fixture.ts'
import { openTelemetry } from './opentelemetry.ts'

const setUp = () => {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  return { tracerProvider, spans: (): readonly ReadableSpan[] => exporter.getFinishedSpans() }
}

afterEach(() => {
  trace.disable()
  context.disable()
})

const COMMON = {
  'http.request.method': 'GET',
  'server.address': 'api.acme.example',
  'server.port': 443,
  'url.scheme': 'https',
  'url.template': '/v1/sessions/{id}',
  'onetill.provider': 'acme',
  'onetill.account': 'default',
  'onetill.operation': 'retrieve',
}

describe('a request is one client span', () => {
  test('with exactly these attributes when it was answered', () => {
    const { tracerProvider, spans } = setUp()
    const observe = openTelemetry({ tracerProvider })
    observe(EVENTS.started)
    expect(spans()).toEqual([])
    observe(EVENTS.answered)
    const [span] = spans()
    expect(span?.name).toBe('GET /v1/sessions/{id}')
    expect(span?.kind).toBe(SpanKind.CLIENT)
    expect(span?.attributes).toEqual({ ...COMMON, 'http.response.status_code': 200 })
    expect(span?.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(span?.instrumentationScope.name).toBe('@onetill/core')
    expect([span?.events, span?.links]).toEqual([[], []])
  })

  test.for([400, 404, 429, 503])('with the error %d', (httpStatus) => {
    const { tracerProvider, spans } = setUp()
    const observe = openTelemetry({ tracerProvider })
    observe(EVENTS.started)
    observe({ ...EVENTS.refused, httpStatus })
    const added = { 'http.response.status_code': httpStatus, 'error.type': String(httpStatus) }
    expect(spans()[0]?.attributes).toEqual({ ...COMMON, ...added })
    expect(spans()[0]?.status).toEqual({ code: SpanStatusCode.ERROR })
  })

  test.for(['network', 'deadline', 'aborted'] as const)(
    'without an answer: %s, and which repetition it was',
    (errorCode) => {
      const { tracerProvider, spans } = setUp()
      const observe = openTelemetry({ tracerProvider })
      observe({ ...EVENTS.started, attempt: 3 })
      observe({ ...EVENTS.unanswered, errorCode })
      expect(spans()[0]?.attributes).toEqual({ ...COMMON, 'http.request.resend_count': 2, 'error.type': errorCode })
      expect(spans()[0]?.status).toEqual({ code: SpanStatusCode.ERROR })
    },
  )

  test.for([
    ['http://127.0.0.1:8080', '127.0.0.1', 8080, 'http'],
    ['http://localhost', 'localhost', 80, 'http'],
    ['https://[2606:4700::1]:8443', '2606:4700::1', 8443, 'https'],
  ] as const)('to %s', ([origin, address, port, scheme]) => {
    const { tracerProvider, spans } = setUp()
    const observe = openTelemetry({ tracerProvider })
    observe({ ...EVENTS.started, origin })
    observe({ ...EVENTS.answered, origin })
    const server = { 'server.address': address, 'server.port': port, 'url.scheme': scheme }
    expect(spans()[0]?.attributes).toEqual({ ...COMMON, ...server, 'http.response.status_code': 200 })
  })
})

test('spans of calls at the same time are told apart', () => {
  const { tracerProvider, spans } = setUp()
  const observe = openTelemetry({ tracerProvider })
  observe({ ...EVENTS.started, callId: 1 })
  observe({ ...EVENTS.started, callId: 2 })
  observe({ ...EVENTS.started, callId: 2, provider: 'other' })
  observe({ ...EVENTS.answered, callId: 2, httpStatus: 202 })
  observe({ ...EVENTS.answered, callId: 1, httpStatus: 201 })
  observe({ ...EVENTS.answered, callId: 2, httpStatus: 203, provider: 'other' })
  expect(spans().map(({ attributes }) => attributes['http.response.status_code'])).toEqual([202, 201, 203])
})

test('the active span is the parent, and the registered provider makes them', () => {
  const { tracerProvider, spans } = setUp()
  trace.setGlobalTracerProvider(tracerProvider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const observe = openTelemetry()
  const parent = tracerProvider.getTracer('application').startSpan('order')
  context.with(trace.setSpan(context.active(), parent), () => observe(EVENTS.started))
  observe(EVENTS.answered)
  expect(spans()[0]?.parentSpanContext).toEqual(parent.spanContext())
  expect(spans()[0]?.spanContext().traceId).toBe(parent.spanContext().traceId)
})

test('other events make none, and without a provider nothing happens', () => {
  const { tracerProvider, spans } = setUp()
  const observe = openTelemetry({ tracerProvider })
  for (const name of ['again', 'waited', 'paused', 'opened', 'ok', 'lost', 'answered'] as const) observe(EVENTS[name])
  expect(spans()).toEqual([])
  const silent = openTelemetry()
  silent({ type: 'attempt_started', ...REQUEST })
  expect(() => silent(EVENTS.answered)).not.toThrow()
})
