// Takes parts of a page from the answer of the server, so that what is on the screen is what a reload would show.

interface Policy {
  createHTML: (text: string) => string
}
interface TrustedTypes {
  createPolicy: (name: string, policy: Policy) => Policy
}

const trustedTypes: TrustedTypes | undefined = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
// Only ever given answers of this very origin, whose own policy forbids everything that is not ours.
const policy = trustedTypes?.createPolicy('onetill', { createHTML: (text) => text })

/** The page at an address, or null when it does not answer with one. */
export async function fetchPage(address: string): Promise<Document | null> {
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, cache: 'no-store' })
    if (answer.redirected || !answer.ok) return null
    const text = await answer.text()
    return new DOMParser().parseFromString(policy === undefined ? text : policy.createHTML(text), 'text/html')
  } catch {
    return null
  }
}

/** Puts the parts of a newer page in the place of those on the screen; the focus and what is open stay. */
export function replaceParts(newer: Document): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-part]')) {
    const next = newer.querySelector<HTMLElement>(`[data-part="${part.dataset['part']}"]`)
    if (next === null) continue
    const [rows, nextRows] = [part.querySelector('[data-sessions] tbody'), next.querySelector('[data-sessions] tbody')]
    if (rows !== null && nextRows !== null) replaceRows(rows, nextRows)
    else if (part.innerHTML !== next.innerHTML) swap(part, next)
  }
}

/** Rows that did not change stay what they are; one that did lights up once. */
function replaceRows(rows: Element, next: Element): void {
  const known = new Map([...rows.querySelectorAll<HTMLElement>('tr')].map((row) => [row.dataset['key'], row]))
  const current = document.activeElement?.closest<HTMLElement>('tr')?.dataset['key']
  const wanted = [...next.querySelectorAll<HTMLElement>('tr')].map((row) => {
    const old = known.get(row.dataset['key'])
    if (old !== undefined && old.dataset['version'] === row.dataset['version']) return old
    const fresh = document.importNode(row, true)
    fresh.classList.add('fresh')
    if (old?.classList.contains('current') === true) fresh.classList.add('current')
    return fresh
  })
  wanted.forEach((row, index) => {
    const there = rows.children[index]
    if (there !== row) rows.insertBefore(row, there ?? null)
  })
  for (const row of [...rows.children].slice(wanted.length)) row.remove()
  if (current !== undefined && document.activeElement === document.body)
    wanted
      .find((row) => row.dataset['key'] === current)
      ?.querySelector<HTMLElement>('a')
      ?.focus({ preventScroll: true })
}

function swap(part: HTMLElement, next: HTMLElement): void {
  const open = [...part.querySelectorAll('details')].map(({ open: each }) => each)
  const chosen = [...part.querySelectorAll<HTMLInputElement>('input[type="radio"]:checked')]
  const focused =
    document.activeElement !== null && part.contains(document.activeElement) ? document.activeElement : null
  const place = focused === null ? -1 : [...part.querySelectorAll(FOCUSABLE)].indexOf(focused)
  part.replaceChildren(...[...next.childNodes].map((node) => document.importNode(node, true)))
  for (const name of ['class', 'data-state']) {
    const value = next.getAttribute(name)
    if (value !== null) part.setAttribute(name, value)
  }
  for (const { name, value } of chosen) {
    const radio = part.querySelector<HTMLInputElement>(
      `input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`,
    )
    if (radio !== null) radio.checked = true
  }
  const details = [...part.querySelectorAll('details')]
  if (details.length === open.length) for (const [index, each] of details.entries()) each.open = open[index] ?? false
  if (place >= 0) part.querySelectorAll<HTMLElement>(FOCUSABLE)[place]?.focus({ preventScroll: true })
}

const FOCUSABLE = 'a, button, input, select, summary, [tabindex]'
