import type { Live, LiveOptions } from './live.ts'
import { fetchPage, replaceParts } from './replace.ts'

/** Keeps a page up to date that no change is told of: asks for it every so often, while somebody sees it. */
export function askAgain({
  everyMs,
  told,
  replaced,
}: Pick<LiveOptions, 'told' | 'replaced'> & { readonly everyMs: number }): Live {
  let paused = false
  let busy = false

  async function ask(): Promise<void> {
    if (busy || paused || document.hidden) return
    busy = true
    const page = await fetchPage(location.href)
    busy = false
    if (paused) return
    if (page === null) return told('behind', 0)
    replaceParts(page)
    replaced()
    told('live', 0)
  }

  told('live', 0)
  setInterval(() => void ask(), everyMs)
  document.addEventListener('visibilitychange', () => void ask())
  return {
    isPaused: () => paused,
    pause: () => {
      paused = true
      told('paused', 0)
    },
    goOn: () => {
      paused = false
      void ask()
    },
  }
}
