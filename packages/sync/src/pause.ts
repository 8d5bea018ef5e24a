/** Resolves after so many milliseconds; a signal ends it at once with its reason. */
export function pause(ms: number, signal?: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason)
      return
    }
    const leave = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      },
      Math.max(0, Math.ceil(ms)),
    )
    signal?.addEventListener('abort', leave, { once: true })
  })
}
