import type { TracerProvider } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

/** The standard tracer provider, its finished spans kept in memory: for tests outside of core too. */
export function memorySpans(): { readonly tracerProvider: TracerProvider; readonly spans: () => readonly object[] } {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  return { tracerProvider, spans: () => exporter.getFinishedSpans() }
}
