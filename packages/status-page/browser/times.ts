// Times that go on while the page is open.
import { serverNow } from './clock.ts'

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

function duration(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => ms >= each) ?? (['s', 1_000] as const)
  return `${Math.floor(Math.max(0, ms) / length)} ${unit}`
}

/** Brings every time that counts up or down to now. */
export function tick(): void {
  const now = serverNow()
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-age]')) {
    const ms = now - Date.parse(time.dateTime)
    write(time, ms < 1_000 ? 'just now' : `${duration(ms)} ago`)
  }
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-left]')) {
    const ms = Date.parse(time.dateTime) - now
    write(time, ms > 0 ? `expires in ${duration(ms)}` : 'time is over')
  }
}

function write(time: HTMLElement, text: string): void {
  if (time.textContent !== text) time.textContent = text
}
