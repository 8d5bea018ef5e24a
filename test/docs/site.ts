import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The pages of a built site. */
export const pagesOf = (site: string): readonly string[] =>
  readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))

/** Links, pictures, styles and scripts of the pages of a built site that lead nowhere, as `page → target`. */
export function brokenLinks(site: string): readonly string[] {
  const ids = new Map<string, ReadonlySet<string>>()
  const idsOf = (file: string): ReadonlySet<string> => {
    const known =
      ids.get(file) ?? new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id))
    ids.set(file, known)
    return known
  }
  return pagesOf(site).flatMap((page) =>
    targetsOf(readFileSync(join(site, page), 'utf8')).flatMap((target) => {
      const [path = '', anchor = ''] = target.split('#')
      const file = path === '' ? join(site, page) : join(site, path.startsWith('/') ? '' : dirname(page), path)
      const place = file.endsWith('/') ? join(file, 'index.html') : file
      const isThere = existsSync(place) && !relative(site, place).startsWith('..')
      const isRight = isThere && (anchor === '' || idsOf(place).has(decodeURIComponent(anchor)))
      return isRight ? [] : [`${page} → ${target}`]
    }),
  )
}

/** Hosts that the pages load something from; a link that is only clicked loads nothing. */
export const loadedFrom = (site: string): readonly string[] =>
  pagesOf(site).flatMap((page) =>
    [
      ...readFileSync(join(site, page), 'utf8').matchAll(
        /<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="((?:https?:)?\/\/[^"]+)"/g,
      ),
    ].map(([, target = '']) => `${page} → ${target}`),
  )

const targetsOf = (html: string): readonly string[] =>
  [...html.matchAll(/<[a-z][^>]*\s(?:href|src)="([^"]*)"/g)]
    .map(([, target = '']) => target.replaceAll('&amp;', '&'))
    .filter((target) => target !== '' && !/^([a-z]+:|\/\/)/.test(target))
