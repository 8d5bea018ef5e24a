import { onAbort } from './on-abort.ts'

/** The longest delay a timer keeps; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Waits. Ends at once when the signal aborts, with its reason as it is; a delay longer than a timer keeps is waited in
 * parts. The timer holds the process, because somebody awaits it.
 */
export function sleep(ms: number, signal?: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason)
      return
    }
    const end = performance.now() + ms
    let timer: ReturnType<typeof setTimeout> | undefined
    const release = signal === undefined ? undefined : onAbort(signal, () => stop(() => reject(signal.reason)))
    const stop = (settle: () => void): void => {
      clearTimeout(timer)
      release?.()
      settle()
    }
    const arm = (): void => {
      const left = end - performance.now()
      if (!(left > 0)) stop(resolve)
      else timer = setTimeout(arm, Math.min(Math.ceil(left), MAX_TIMER_MS))
    }
    arm()
  })
}
