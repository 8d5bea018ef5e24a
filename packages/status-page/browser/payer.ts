// What scripts add to the payer's page: it updates itself, counts down, and shows times in the payer's zone.
import { serverNow } from './clock.ts'
import { followChanges } from './live.ts'

const language = document.documentElement.lang

function localTimes(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-local]')) {
    const clock =
      time.dataset['local'] === 'minute' ? ({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const) : {}
    time.textContent = new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      ...clock,
    }).format(new Date(time.dateTime))
  }
}

let reloads = false

function countDown(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-countdown]')) {
    const seconds = Math.max(0, Math.floor((Date.parse(time.dateTime) - serverNow()) / 1_000))
    // What is to be done changes with the time: the server says it.
    if (seconds === 0 && !reloads) {
      reloads = true
      setTimeout(() => location.reload(), 15_000)
    }
    const [amount, unit] =
      seconds >= 7_200
        ? [Math.floor(seconds / 3_600), 'hour']
        : seconds >= 120
          ? [Math.ceil(seconds / 60), 'minute']
          : [seconds, 'second']
    const text = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
    if (time.textContent !== text) time.textContent = text
  }
}

const { events, cursor } = document.body.dataset
const updates = document.querySelector<HTMLElement>('[data-updates]')
if (events !== undefined)
  followChanges({
    events,
    cursor,
    concerns: () => true,
    told: (state) => {
      if (updates !== null) updates.hidden = state !== 'live'
    },
    replaced: localTimes,
  })
localTimes()
countDown()
setInterval(countDown, 1_000)
