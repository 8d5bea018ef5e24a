// `@onetill/core/opentelemetry`: nothing the other entries import may import from here, as its peer is optional.
import { type Attributes, type Span, SpanKind, SpanStatusCode, type TracerProvider, trace } from '@opentelemetry/api'
import type { ClientObserver, RequestInfo } from './client-event.ts'

/** Options of `openTelemetry`. */
export interface OpenTelemetryOptions {
  /** Makes the spans. @default the provider registered with `@opentelemetry/api` */
  readonly tracerProvider?: TracerProvider
}

/**
 * An observer that makes one client span of each HTTP request sent, a child of the span that is active then. Names and
 * attributes are those of the stable HTTP conventions (opentelemetry.io/docs/specs/semconv/http/http-spans, read
 * 2026-11-21); `url.full` is left out, because it would hold ids and query values: `url.template` says which request.
 * Needs the package `@opentelemetry/api`.
 * @example createTill({ adapters: [maven({ apiKey })], observers: [openTelemetry()] })
 */
export function openTelemetry({ tracerProvider }: OpenTelemetryOptions = {}): ClientObserver {
  const tracer = (tracerProvider ?? trace).getTracer('@onetill/core')
  const open = new Map<string, Span>()
  return (event) => {
    if (event.type === 'attempt_started') {
      const span = tracer.startSpan(`${event.method} ${event.route}`, {
        kind: SpanKind.CLIENT,
        attributes: requestAttributes(event),
      })
      open.set(keyOf(event), span)
    } else if (event.type === 'attempt_ended') {
      const key = keyOf(event)
      const span = open.get(key)
      if (span === undefined) return
      open.delete(key)
      const { httpStatus, errorCode } = event
      const failed = errorCode ?? (httpStatus !== null && httpStatus >= 400 ? String(httpStatus) : null)
      if (httpStatus !== null) span.setAttribute('http.response.status_code', httpStatus)
      if (failed !== null) span.setAttribute('error.type', failed).setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    }
  }
}

/** Requests of one call are sent one after the other, so that this is one request at a time. */
const keyOf = ({ callId, provider, account, route, attempt }: RequestInfo): string =>
  JSON.stringify([callId, provider, account, route, attempt])

function requestAttributes({ provider, account, operation, method, route, origin, attempt }: RequestInfo): Attributes {
  const { protocol, hostname, port } = new URL(origin)
  const scheme = protocol.slice(0, -1)
  return {
    'http.request.method': method,
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    'server.port': port === '' ? (DEFAULT_PORTS[scheme] ?? 443) : Number.parseInt(port, 10),
    'url.scheme': scheme,
    'url.template': route,
    ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
    'onetill.provider': provider,
    'onetill.account': account,
    'onetill.operation': operation,
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { https: 443, http: 80 }
