// What is measured of a page as it is drawn.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import * as z from 'zod'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const violations = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), summary: z.string() })) }),
)

/** What axe finds, with the page's own policy on. */
export async function axe(page: Page): Promise<unknown> {
  await page.evaluate(AXE)
  const found = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html: html.slice(0, 200), summary: failureSummary ?? '' })) })))`)
  return violations.parse(found)
}

/** What runs over: the page sideways, one thing to press over another, or a box whose text is cut. */
export const OVERFLOWS = `(() => {
  const found = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) {
    found.push('page is ' + root.scrollWidth + ' wide in ' + root.clientWidth)
    for (const each of document.querySelectorAll('body *')) {
      const box = each.getBoundingClientRect()
      if (box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1) && !each.closest('.unseen, .scroll, .tabs, .strip, pre')) found.push(each.tagName + '.' + each.className + ' from ' + Math.round(box.left) + ' to ' + Math.round(box.right))
    }
  }
  const boxes = [...document.querySelectorAll('main a, main button, main input, main select, header a, header button')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.closest('.unseen, .tabs, .strip, .scroll'))
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0)
  boxes.forEach(([a, first], index) => {
    for (const [b, second] of boxes.slice(index + 1)) {
      if (a.contains(b) || b.contains(a) || a.closest('header') === null !== (b.closest('header') === null)) continue
      const wide = Math.min(first.right, second.right) - Math.max(first.left, second.left)
      const high = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top)
      if (wide > 1 && high > 1) found.push(a.outerHTML.slice(0, 80) + ' over ' + b.outerHTML.slice(0, 80))
    }
  })
  for (const each of document.querySelectorAll('th, dt, button, h1, h2')) {
    const box = each.getBoundingClientRect()
    if (box.width > 0 && box.width < 30 && box.height > 60 && !each.querySelector(':scope > .unseen')) found.push('a word in letters: ' + each.textContent)
  }
  for (const each of document.querySelectorAll('main *, header *')) {
    const style = getComputedStyle(each)
    if (each.closest('.unseen, .search, svg, thead') || style.overflowX === 'auto' || style.clipPath === 'inset(50%)' || each.tagName === 'SELECT' || each.tagName === 'INPUT') continue
    if (style.display !== 'inline' && style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1) found.push('cut: ' + each.outerHTML.slice(0, 120))
  }
  for (const each of document.querySelectorAll('main p, main dd, main dt, main h1, main h2, main li > span, main td > span, figcaption, .said')) {
    const outer = each.closest('.panel, .slip, .blank, .notice, td')
    const inner = each.getBoundingClientRect()
    if (outer === null || inner.width === 0 || each.closest('.unseen, .scroll, .strip')) continue
    const box = outer.getBoundingClientRect()
    if (inner.left < box.left - 1 || inner.right > box.right + 1) found.push('out of its box: ' + each.outerHTML.slice(0, 120))
  }
  return found
})()`

/** Words half as long again, with marks above and below, as a language would have that needs more room. */
export const LONGER = `(() => {
  const marks = { a: 'áá', e: 'ëë', i: 'ïï', o: 'öö', u: 'üü', A: 'Ââ', E: 'Êê', I: 'Îî', O: 'Ôô', U: 'Ûû' }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walk.nextNode()) texts.push(walk.currentNode)
  for (const text of texts)
    if (text.parentElement.closest('script, style, svg, code, pre, .amount, kbd') === null)
      text.data = text.data.replace(/[aeiou]/gi, (letter) => marks[letter])
})()`

/** What moves although nobody wants it to. */
export const MOVING = `document.getAnimations().filter(({ playState }) => playState === 'running').length`
