import type { LiveChange } from './feed.ts'

/** Options of `eventStream`. */
export interface EventStreamOptions {
  /** What is told of a change. */
  readonly data: (change: LiveChange) => string
  /** Milliseconds after which a sign of life is sent when nothing else was. */
  readonly heartbeatMs: number
  /** Asked at each sign of life; false ends the stream. */
  readonly goesOn: () => Promise<boolean>
  /** Ends what the changes come from. */
  readonly close: () => void
}

/**
 * Server-sent events: `change` with the cursor as its id, `ready` when everything so far was told, comments as signs of
 * life. Written as fast as it is read: a slow reader holds up nobody, and nothing is piled up for it.
 */
export function eventStream(
  batches: AsyncIterable<readonly LiveChange[]>,
  { data, heartbeatMs, goesOn, close }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = batches[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<readonly LiveChange[]>> | null = null
  const end = async () => {
    close()
    await iterator.return?.()
  }
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode('retry: 2000\n\n')),
    pull: async (controller) => {
      next ??= iterator.next()
      let timer: ReturnType<typeof setTimeout> | undefined
      const silence = new Promise<'silence'>((resolve) => {
        timer = setTimeout(() => resolve('silence'), heartbeatMs)
        timer.unref()
      })
      const result = await Promise.race([next, silence]).finally(() => clearTimeout(timer))
      if (result === 'silence') {
        if (await goesOn()) return controller.enqueue(encoder.encode(': still here\n\n'))
        controller.close()
        return end()
      }
      next = null
      if (result.done === true) return controller.close()
      const text = result.value.map((change) => `event: change\nid: ${change.cursor}\ndata: ${data(change)}\n\n`)
      controller.enqueue(encoder.encode(text.length === 0 ? 'event: ready\ndata: {}\n\n' : text.join('')))
    },
    cancel: () => end(),
  })
}
