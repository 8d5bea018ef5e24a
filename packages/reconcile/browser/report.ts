// Makes the report searchable: all findings stand in the page as JSON, and are drawn as they are looked at.
import type { StoryRules } from '../src/explain.ts'
import type { Finding } from '../src/finding.ts'
import { findingBody, findingView } from '../src/html/finding-view.ts'
import { counted } from '../src/html/parts.ts'
import { type Tree, visible } from '../src/html/tree.ts'

interface Data {
  readonly rules: StoryRules
  readonly findings: readonly Finding[]
}

const PAGE = 50
const SVG = 'http://www.w3.org/2000/svg'
const DRAWN = new Set(['svg', 'path', 'rect'])

function built({ tag, attributes, children }: Tree): Element {
  const element = DRAWN.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : visible(value))
  element.append(...children.map((child) => (typeof child === 'string' ? visible(child) : built(child))))
  return element
}

const find = <T extends Element>(id: string, kind: abstract new () => T): T => {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`the page has no ${id}`)
}

function start(): void {
  const data: Data = JSON.parse(find('data', HTMLElement).textContent ?? '')
  const { rules, findings } = data
  if (findings.length === 0) return
  const list = find('findings-list', HTMLElement)
  const shown = find('shown', HTMLElement)
  const more = find('more', HTMLButtonElement)
  const form = find('filter', HTMLFormElement)
  const text = find('text', HTMLInputElement)
  const code = find('code', HTMLSelectElement)
  const kind = find('kind', HTMLSelectElement)
  const texts: string[] = []
  const textOf = (at: number): string => {
    const known = texts[at]
    if (known !== undefined) return known
    const { id, code: name, reason, left, right, difference } = findings[at] ?? { left: [], right: [] }
    const made = JSON.stringify([id, name, reason, left, right, difference]).toLowerCase()
    texts[at] = made
    return made
  }
  let wanted: number[] = []
  let drawn = 0

  const draw = (): void => {
    const next = wanted.slice(drawn, drawn + PAGE)
    drawn += next.length
    list.append(...next.flatMap((at) => (findings[at] === undefined ? [] : [lineOf(findings[at])])))
    more.hidden = drawn >= wanted.length
    more.textContent = `Show ${Math.min(PAGE, wanted.length - drawn)} more`
    const of = wanted.length === findings.length ? '' : `, ${counted(findings.length)} in all`
    shown.textContent =
      wanted.length === 0 ? `None is like that${of}.` : `${counted(drawn)} of ${counted(wanted.length)} shown${of}.`
  }

  const lineOf = (finding: Finding): Element => {
    const line = built(findingView(finding, null))
    const details = line.querySelector('details')
    details?.addEventListener('toggle', () => {
      if (details.open && details.querySelector('.f-body') === null) details.append(built(findingBody(finding, rules)))
    })
    return line
  }

  const filter = (): void => {
    const parts = text.value.toLowerCase().split(/\s+/).filter(Boolean)
    wanted = []
    findings.forEach((finding, at) => {
      if (code.value !== '' && finding.code !== code.value && !finding.also.some((one) => one === code.value)) return
      if (kind.value !== '' && finding.exception !== (kind.value === 'settle')) return
      if (parts.every((part) => textOf(at).includes(part))) wanted.push(at)
    })
    list.replaceChildren()
    drawn = 0
    draw()
  }

  let waiting: ReturnType<typeof setTimeout> | undefined
  text.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(filter, 80)
  })
  for (const select of [code, kind]) select.addEventListener('change', filter)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    filter()
  })
  more.addEventListener('click', draw)
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a[data-code]') : null
    if (link === null) return
    text.value = ''
    kind.value = ''
    code.value = link.getAttribute('data-code') ?? ''
    filter()
  })
  form.hidden = false
  const named = /^#f-([0-9a-f]{8,32})$/.exec(location.hash)?.[1]
  if (named !== undefined) text.value = named
  filter()
  if (named !== undefined) list.querySelector('details')?.setAttribute('open', '')
}

start()
