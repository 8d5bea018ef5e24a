let said = ''
let aheadMs = 0

/**
 * Milliseconds since 1970 by the clock of the server, as the newest part of the page says it: that of the viewer may be
 * wrong, and what runs out is decided by the server.
 */
export function serverNow(): number {
  const now = document.querySelector<HTMLElement>('[data-now]')?.dataset['now'] ?? ''
  if (now !== said) {
    said = now
    aheadMs = now === '' ? 0 : Date.parse(now) - Date.now()
  }
  return Date.now() + aheadMs
}
