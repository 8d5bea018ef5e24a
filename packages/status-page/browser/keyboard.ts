/** What keys do that are no keys of the browser. */
export interface Keys {
  readonly pause: () => undefined
  readonly help: () => undefined
}

/** `/`, `j`, `k`, `Enter`, `u`, `p`, `?`; not while somebody writes, and never with a modifier. */
export function listenToKeys({ pause, help }: Keys): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const at = event.target instanceof HTMLElement ? event.target : null
    const writes = at?.closest('input, select, textarea, dialog[open]') ?? null
    if (writes !== null) {
      if (event.key === 'Escape' && writes instanceof HTMLInputElement) writes.blur()
      return
    }
    const act = ACTIONS[event.key] ?? (event.key === 'p' ? pause : event.key === '?' ? help : undefined)
    if (act === undefined || act() === false) return
    event.preventDefault()
  })
}

/** False: there was nothing to do, the browser may go on. */
const ACTIONS: Readonly<Record<string, () => boolean | undefined>> = {
  '/': () => {
    const search = document.querySelector<HTMLInputElement>('input[type="search"]')
    search?.focus()
    search?.select()
    return search !== null
  },
  j: () => step(1),
  k: () => step(-1),
  u: () => {
    const back = document.querySelector<HTMLAnchorElement>('[data-back]')
    back?.click()
    return back !== null
  },
}

/** Goes to the next or the row before; a link has the focus, so `Enter` opens it by itself. */
function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-sessions] tbody tr')]
  if (rows.length === 0) return false
  const current = rows.findIndex((row) => row.classList.contains('current'))
  const next = current < 0 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, current + by))
  rows[current]?.classList.remove('current')
  const row = rows[next]
  row?.classList.add('current')
  row?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
  return true
}
