import type { Writable } from 'node:stream'

/** Where data goes; nothing is lost in a pipe, because every piece is waited for. */
export interface Sink {
  /** Adds text; what has come together is written out when it is large enough. @throws the stream's own error */
  readonly write: (text: string) => Promise<void>
  /** Writes out what has come together. @throws the stream's own error */
  readonly flush: () => Promise<void>
}

const PIECE = 65_536

/** A sink over a stream. The first error of the stream is thrown by this and every later call. */
export function createSink(stream: Writable): Sink {
  let waiting = ''
  let failure: Error | null = null
  // Without a listener an EPIPE would end the process with a stack trace.
  stream.on('error', (error) => {
    failure ??= error
  })
  const flush = async (): Promise<void> => {
    if (failure !== null) throw failure
    if (waiting === '') return
    const text = waiting
    waiting = ''
    await new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => {
        if (error === null || error === undefined) return resolve()
        failure ??= error
        reject(failure)
      })
    })
  }
  return {
    flush,
    write: async (text) => {
      if (failure !== null) throw failure
      waiting += text
      if (waiting.length >= PIECE) await flush()
    },
  }
}
