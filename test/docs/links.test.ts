// Links of every Markdown file: to files that are there, and to headings that those files have.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../packages.ts'
import { DOCUMENTS } from './documents.ts'

/** A link as it stands in a file. */
interface Link {
  readonly file: string
  readonly target: string
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
/** Code is no text with links or headings. */
const prose = (text: string): string =>
  text
    .replaceAll(/^( *)(`{3,})[\s\S]*?^\1\2 *$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''))

const linksOf = (file: string, text = read(file)): readonly Link[] =>
  [...prose(text).matchAll(/\]\((?![a-z]+:)([^)\s]+)[^)]*\)|\b(?:src|href)="(?![a-z]+:)([^"]+)"/g)].map(
    ([, inline, html]) => ({ file, target: inline ?? html ?? '' }),
  )

/** The part behind `#` of each heading, as the site and code hosts make it. */
const anchorsOf = (text: string): readonly string[] =>
  [...prose(text).matchAll(/^#{1,6} (.+?) *#*$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )

/** What is wrong with a link, or null. */
function wrong({ file, target }: Link): string | null {
  const [path = '', anchor] = target.split('#')
  // A link of the site from its root is to a file that is served as it is.
  const place = path.startsWith('/')
    ? join('docs/public', path)
    : path === ''
      ? file
      : normalize(join(dirname(file), path))
  if (!existsSync(join(ROOT, place))) return `${file}: ${target} leads nowhere`
  if (anchor === undefined) return null
  if (statSync(join(ROOT, place)).isDirectory()) return `${file}: ${target} is a heading of a folder`
  return anchorsOf(read(place)).includes(anchor) ? null : `${file}: ${target} is no heading there`
}

test('every link leads to a file, and its heading is there', () => {
  const links = DOCUMENTS.flatMap((file) => linksOf(file))
  expect(links.length).toBeGreaterThan(100)
  expect(links.filter(({ target }) => target.includes('#')).length).toBeGreaterThan(0)
  expect(links.map(wrong).filter((each) => each !== null)).toEqual([])
})

test('the index for language models names every page of the site and nothing else', () => {
  const index = linksOf('docs/public/llms.txt').map(({ target }) => target.replace(/^\/(.*)\.html$/, 'docs/$1.md'))
  const pages = DOCUMENTS.filter(
    (file) => file.startsWith('docs/') && !['docs/README.md', 'docs/index.md'].includes(file),
  )
  expect([...index].sort()).toEqual(pages)
})

test('a link that leads nowhere is found', () => {
  const text =
    '# A `b` c: d\n[x](gone.md) [y](README.md#gone) [z](#a-b-c-d) `[w](gone.md)`\n```\n[v](gone.md)\n```\n<img src="gone.png">\n'
  expect(anchorsOf(text)).toEqual(['a-b-c-d'])
  const links = linksOf('README.md', text)
  expect(links.map(({ target }) => target)).toEqual(['gone.md', 'README.md#gone', '#a-b-c-d', 'gone.png'])
  expect(links.map(wrong).filter((each) => each !== null)).toHaveLength(4)
})
