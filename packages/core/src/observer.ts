import type { ClientEvent, ClientObserver } from './client-event.ts'
import { logObserver } from './log.ts'
import type { TillOptions } from './till-options.ts'

/** One observer of all there are; undefined without any, so that no event is made. An observer's fault is its own. */
export function observerOf({
  logger,
  logLevel = 'warn',
  onEvent,
  observers = [],
}: Pick<TillOptions<readonly []>, 'logger' | 'logLevel' | 'onEvent' | 'observers'>): ClientObserver | undefined {
  const all = [...observers]
  if (logger !== undefined) all.push(logObserver(logger, logLevel))
  if (onEvent !== undefined) all.push(onEvent)
  if (all.length === 0) return undefined
  return (event: ClientEvent) => {
    for (const observer of all) {
      try {
        observer(event)
      } catch {
        // A payment must not fail because somebody's logger does.
      }
    }
  }
}
