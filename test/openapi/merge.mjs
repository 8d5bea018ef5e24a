// Merges Maven's two published OpenAPI documents into one: node merge.mjs [--print] [folder]
// Without --print the result is written to maven.openapi.json in the folder.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'

const SOURCES = ['maven-create-session.openapi.yaml', 'maven-get-session.openapi.yaml']
const TARGET = 'maven.openapi.json'

/** Both objects in one; what both have must be the same, except down to `depth`, where it is merged in turn. */
const unite = (left, right, depth, path) => {
  const united = { ...left }
  for (const [key, value] of Object.entries(right)) {
    const at = [...path, key]
    if (!Object.hasOwn(left, key) || isDeepStrictEqual(left[key], value)) united[key] = value
    else if (depth > 0) united[key] = unite(left[key], value, depth - 1, at)
    else throw new Error(`the documents disagree at ${at.join(' > ')}`)
  }
  return united
}

const merge = ([left, right]) => {
  const { paths, components, ...head } = left
  const { paths: morePaths, components: moreComponents, ...otherHead } = right
  return {
    ...unite(head, otherHead, 0, []),
    paths: unite(paths, morePaths, 1, ['paths']),
    components: unite(components, moreComponents, 1, ['components']),
  }
}

const args = process.argv.slice(2)
const folder = args.find((arg) => !arg.startsWith('--')) ?? dirname(fileURLToPath(import.meta.url))
const documents = SOURCES.map((name) => parse(readFileSync(join(folder, name), 'utf8')))
const text = `${JSON.stringify(merge(documents), null, 2)}\n`
if (args.includes('--print')) process.stdout.write(text)
else writeFileSync(join(folder, TARGET), text)
