/** A page that comes at once needs no word of it. */
const AFTER_MS = 300

/** Shows that the next page is on its way, where it takes long enough to be noticed. */
export function sayBusy(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const start = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      document.body.classList.add('busy')
      document.body.ariaBusy = 'true'
    }, AFTER_MS)
  }
  const stop = () => {
    clearTimeout(timer)
    document.body.classList.remove('busy')
    document.body.ariaBusy = null
  }
  document.addEventListener('submit', (event) => {
    if (!event.defaultPrevented && !(event.target instanceof Element && event.target.closest('dialog'))) start()
  })
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
    const stays = link === null || link.hasAttribute('download') || link.hash !== '' || event.button !== 0
    if (!stays && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey) start()
  })
  // Back to this very page, or the answer was none.
  addEventListener('pageshow', stop)
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') stop()
  })
}
