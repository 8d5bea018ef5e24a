import type { ClientObserver } from './client-event.ts'

// Placeholder of the lead until the real file is written.
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug'
export interface Logger {
  readonly debug: (message: string, data: object) => void
  readonly info: (message: string, data: object) => void
  readonly warn: (message: string, data: object) => void
  readonly error: (message: string, data: object) => void
}
export function logObserver(_logger: Logger, _level: LogLevel): ClientObserver {
  return () => undefined
}
