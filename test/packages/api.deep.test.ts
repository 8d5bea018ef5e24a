import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { apiReports } from '../../scripts/api-report.mjs'
import { publishedPackages, ROOT } from '../packages.ts'

const names = publishedPackages().map(({ manifest }) => manifest.name.replace('@onetill/', ''))

let reports: Readonly<Record<string, string>> = {}
beforeAll(async () => {
  reports = await apiReports()
})

// A difference is a change for users: `npm run api` writes it, the change's review reads it.
test.for(names)('the API of %s is the recorded one', (name) => {
  const file = join('test', 'surface', 'api', `${name}.txt`)
  expect(reports[file]).toContain(`## @onetill/${name}\n`)
  expect(readFileSync(join(ROOT, file), 'utf8')).toBe(reports[file])
})
