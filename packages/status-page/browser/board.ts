// What scripts add to the board: live changes, keys, times that go on, the viewer's zone. All of it works without.
import { sayBusy } from './busy.ts'
import { listenToKeys } from './keyboard.ts'
import { followChanges, type Live, type LiveState } from './live.ts'
import { askAgain } from './poll.ts'
import { tick } from './times.ts'

const find = <E extends HTMLElement>(selector: string): E | null => document.querySelector<E>(selector)

const TEXTS: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  behind: 'Behind, trying again',
  paused: 'Paused',
}

function startLive(): Live | null {
  const badge = find('[data-live]')
  const text = find('[data-live-text]')
  const button = find<HTMLButtonElement>('[data-live-pause]')
  if (badge === null || text === null || button === null) return null
  badge.hidden = false
  const own = find('[data-session]')?.dataset['key']
  const everyMs = Number(badge.dataset['every'] ?? 0)
  const told = (state: LiveState, waiting: number): void => {
    badge.dataset['state'] = state
    const more =
      state === 'paused' && waiting > 0 ? `, ${waiting === 1 ? '1 change waits' : `${waiting} changes wait`}` : ''
    const next = TEXTS[state] + more
    if (text.textContent !== next) text.textContent = next
  }
  const live =
    everyMs > 0
      ? askAgain({ everyMs, told, replaced: tick })
      : followChanges({
          ...{ events: '/events', cursor: badge.dataset['cursor'], told, replaced: tick },
          concerns: (key) => own === undefined || key === own,
        })
  button.addEventListener('click', toggle)
  return live

  function toggle(): void {
    if (live.isPaused()) live.goOn()
    else live.pause()
    if (button !== null) button.textContent = live.isPaused() ? 'Go on' : 'Pause'
  }
}

function offerZone(): void {
  const link = find<HTMLAnchorElement>('[data-zone-switch]')
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (link === null || zone === document.body.dataset['zone']) return
  const address = new URL(link.href)
  address.searchParams.set('tz', zone)
  link.href = address.href
  link.textContent = zone
  link.hidden = false
}

/** Parts of the form that say nothing do not go into the address. */
function tidyForm(): void {
  find<HTMLFormElement>('[data-filters]')?.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
  })
}

const live = startLive()
const box = find<HTMLDialogElement>('[data-help-box]')
const helpButton = find<HTMLButtonElement>('[data-help]')
if (helpButton !== null) helpButton.hidden = false
helpButton?.addEventListener('click', () => box?.showModal())
listenToKeys({
  pause: () => void find<HTMLButtonElement>('[data-live-pause]')?.click(),
  help: () => void box?.showModal(),
})
offerZone()
tidyForm()
sayBusy()
tick()
setInterval(tick, 1_000)
if (live === null) document.body.classList.add('still')
