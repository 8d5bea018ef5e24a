import { TillError } from './error.ts'
import { onAbort } from './on-abort.ts'

/** The longest delay a timer keeps; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Runs work under a deadline and the caller's signal. Settles in time even when the work ignores its signal.
 * @throws deadline; or the reason of the caller's signal, as it is
 */
export async function withDeadline<Result>(
  limits: { readonly deadlineMs: number; readonly signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal } = limits
  signal?.throwIfAborted()
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let release: (() => void) | undefined
  try {
    return await new Promise<Result>((resolve, reject) => {
      const end = (reason: unknown): void => {
        controller.abort()
        reject(reason)
      }
      timer = setTimeout(
        () => end(new TillError({ code: 'deadline', message: 'no complete answer in time' })),
        Math.min(limits.deadlineMs, MAX_TIMER_MS),
      )
      release = signal === undefined ? undefined : onAbort(signal, () => end(signal.reason))
      work(controller.signal).then(resolve, reject)
    })
  } finally {
    clearTimeout(timer)
    release?.()
  }
}
