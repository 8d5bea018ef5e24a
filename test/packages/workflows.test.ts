import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { ROOT, readManifest } from '../packages.ts'

const FOLDER = join(ROOT, '.github', 'workflows')

const step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() })
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number(),
      permissions: z.record(z.string(), z.string()).default({}),
      strategy: z.looseObject({ matrix: z.record(z.string(), z.array(z.string())) }).optional(),
      steps: z.array(step),
    }),
  ),
})
const read = (file: string) => workflow.parse(parse(readFileSync(join(FOLDER, file), 'utf8')))

describe.for(readdirSync(FOLDER))('%s', (file) => {
  const { permissions, jobs } = read(file)
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  test('names every action by its whole commit, with the version beside it', () => {
    const used = readFileSync(join(FOLDER, file), 'utf8').match(/uses:.*/g) ?? []
    expect(used).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length)
    for (const line of used) expect(line).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('may read by default, and keeps no secret', () => {
    expect([{}, { contents: 'read' }]).toContainEqual(permissions)
    expect(readFileSync(join(FOLDER, file), 'utf8')).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/)
  })

  test('runs scripts that exist', () => {
    const { scripts } = readManifest('.')
    const called = steps.flatMap(({ run = '' }) => [...run.matchAll(/\bnpm (?:run ([\w:-]+)|(test)\b)/g)])
    expect(called.length).toBeGreaterThan(0)
    for (const [, script, own] of called) expect(Object.keys(scripts)).toContain(script ?? own)
  })
})

test('every supported major of Node runs the tests', () => {
  expect(read('ci.yml').jobs['test']?.strategy?.matrix).toEqual({ node: ['20', '22', '24'] })
})

test('one job may take an identity, and it is the one that publishes', () => {
  const { jobs } = read('release.yml')
  const identified = Object.values(jobs).filter(({ permissions }) => permissions['id-token'] === 'write')
  expect(identified).toHaveLength(1)
  expect(identified[0]?.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(identified[0]?.steps.some(({ run }) => run === 'npm run release')).toBe(true)
})
