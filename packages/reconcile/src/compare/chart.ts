import type { Interval } from './interval.ts'
import { type Child, type Html, html } from './markup.ts'

// Charts are rows of small SVG whose lengths are percentages: they need no script and fit 320 pixels as well as 1,400.

/** A part of a bar. */
export interface Part {
  /** Class that gives it its colour. */
  readonly tone: string
  /** Of the whole bar, 0 to 1. */
  readonly share: number
  /** Said when pointed at. */
  readonly title: string
  /** Written into it where there is room. */
  readonly text: string
}

/** One row of a chart: its name, what it says in words, and the picture. */
export interface ChartRow {
  readonly name: string
  readonly words: string
  /** Null: there is nothing to draw, the words say why. */
  readonly drawing: Html | null
}

/** A figure: a heading, a picture, the same as a table, and a note. */
export interface Figure {
  readonly id: string
  readonly title: string
  readonly lead: Child
  readonly picture: Child
  readonly table: Html
  readonly note?: Child
}

/** A chart and its table twin. */
export const figure = ({ id, title, lead, picture, table, note = null }: Figure): Html =>
  html`<section class="panel" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2><p class="calm">${lead}</p>
${picture}
<details class="twin"><summary>The same as a table</summary>${table}</details>
${note === null ? null : html`<p class="calm">${note}</p>`}</section>`

/** Rows, and below them the axis they share. */
export const chartRows = (rows: readonly ChartRow[], axis: Html | null): Html =>
  html`<ol class="rows">${rows.map(
    ({ name, words, drawing }) => html`<li><p class="row-head"><b>${name}</b> <span>${words}</span></p>${drawing}</li>`,
  )}</ol>${axis}`

/** Least width a text in a bar needs, as a part of the bar at its narrowest. */
const ROOM = 0.18

/** Parts of a whole beside each other. */
export function stackedBar(title: string, parts: readonly Part[]): Html {
  let passed = 0
  const drawn = parts.flatMap(({ tone, share, title: said, text }) => {
    if (share === 0) return []
    const from = passed
    passed += share
    const label =
      share < ROOM
        ? null
        : html`<text x="${at(from + share / 2)}" y="17" text-anchor="middle" class="in">${text}</text>`
    return [
      html`<g class="${tone}"><title>${said}</title><rect x="${at(from)}" y="0" width="${at(share)}" height="25" class="part"/>${label}</g>`,
    ]
  })
  return picture(title, 25, drawn)
}

/** A point with its interval; `places` are 0 to 1. */
export const whisker = (title: string, point: number, { low, high }: Interval, tone: string): Html =>
  picture(
    title,
    22,
    html`${gridAt(QUARTERS)}<g class="${tone}"><line x1="${at(low)}" x2="${at(high)}" y1="11" y2="11" class="range"/>${[
      low,
      high,
    ].map(
      (end) => html`<line x1="${at(end)}" x2="${at(end)}" y1="6" y2="16" class="bound"/>`,
    )}<circle cx="${at(point)}" cy="11" r="5" class="dot"/></g>`,
  )

/** From the median to a later quantile, on a scale with these marks; all are 0 to 1. */
export const span = (title: string, median: number, late: number, marks: readonly number[]): Html =>
  picture(
    title,
    22,
    html`${gridAt(marks)}<g class="tone-busy"><rect x="${at(median)}" y="7" width="${at(Math.max(0, late - median))}" height="8" rx="4" class="band"/><circle cx="${at(median)}" cy="11" r="5" class="dot"/><circle cx="${at(late)}" cy="11" r="4" class="ring"/></g>`,
  )

/** Columns in a course of time: of each, how high all of it and the lower part of it are, 0 to 1. */
export function columns(
  title: string,
  all: readonly { readonly title: string; readonly height: number; readonly part: number }[],
): Html {
  const height = 72
  const width = 1 / Math.max(1, all.length)
  const bar = (place: number, part: number, tone: string): Html | null =>
    part === 0
      ? null
      : html`<rect x="${at((place + 0.08) * width)}" width="${at(width * 0.84)}" y="${(height - Math.max(1, part * height)).toFixed(1)}" height="${Math.max(1, part * height).toFixed(1)}" class="${tone}"/>`
  return picture(
    title,
    height,
    all.map(
      ({ title: said, height: whole, part }, place) =>
        html`<g><title>${said}</title>${bar(place, whole, 'rest')}${bar(place, part, 'paid')}</g>`,
    ),
  )
}

/** Marks under the rows; the first and last stand inside. */
export const axis = (marks: readonly { readonly at: number; readonly text: string }[]): Html =>
  html`<svg class="chart axis" width="100%" height="16" aria-hidden="true" focusable="false">${marks.map(
    ({ at: place, text }) =>
      html`<text x="${at(place)}" y="12" text-anchor="${place < 0.02 ? 'start' : place > 0.98 ? 'end' : 'middle'}">${text}</text>`,
  )}</svg>`

/** What tones of a stacked bar mean. */
export const legend = (entries: readonly { readonly tone: string; readonly word: string }[]): Html =>
  html`<ul class="legend">${entries.map(
    ({ tone, word }) =>
      html`<li class="${tone}"><svg width="12" height="12" aria-hidden="true" focusable="false"><rect width="12" height="12" rx="3" class="part"/></svg>${word}</li>`,
  )}</ul>`

/** Hatching of what is not over; once in a page. */
export const HATCH: Html = html`<svg class="sprite" aria-hidden="true" focusable="false"><defs>${[
  ['hatch', 'hatch-line'],
  ['hatch-odd', 'hatch-odd'],
].map(
  ([id = '', line = '']) =>
    html`<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/><rect width="2" height="6" class="${line}"/></pattern>`,
)}</defs></svg>`

const QUARTERS = [0, 0.25, 0.5, 0.75, 1]

const gridAt = (places: readonly number[]): readonly Html[] =>
  places.map((place) => html`<line x1="${at(place)}" x2="${at(place)}" y1="0" y2="22" class="grid"/>`)

function picture(title: string, height: number, drawn: Child): Html {
  return html`<svg class="chart" width="100%" height="${height}" role="img" focusable="false" aria-label="${title}"><title>${title}</title>${drawn}</svg>`
}

function at(place: number): string {
  return `${(place * 100).toFixed(3).replace(/\.?0+$/, '')}%`
}
