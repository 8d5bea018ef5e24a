interface Group {
  readonly stops: Set<() => void>
  readonly run: () => void
}

const groups = new WeakMap<AbortSignal, Group>()

/**
 * Calls `stop` when the signal aborts, and answers how to take that back. However many calls wait for one signal, it
 * has one listener: runtimes warn of a leak from eleven on, and a client reads sixteen sessions at a time.
 */
export function onAbort(signal: AbortSignal, stop: () => void): () => void {
  const group = groups.get(signal) ?? open(signal)
  group.stops.add(stop)
  return () => {
    group.stops.delete(stop)
    if (group.stops.size > 0) return
    // The last one takes the listener along: a long-lived signal keeps nothing.
    signal.removeEventListener('abort', group.run)
    groups.delete(signal)
  }
}

function open(signal: AbortSignal): Group {
  const stops = new Set<() => void>()
  const run = (): void => {
    for (const stop of [...stops]) stop()
  }
  const group = { stops, run }
  groups.set(signal, group)
  signal.addEventListener('abort', run, { once: true })
  return group
}
