import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'

const run = promisify(execFile)
const here = import.meta.dirname
const script = join(here, 'merge.mjs')
const folders: string[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

/** A copy of the two documents with the get document changed. */
const changed = async (change: (text: string) => string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
  folders.push(folder)
  for (const name of ['create', 'get']) {
    await cp(join(here, `maven-${name}-session.openapi.yaml`), join(folder, `maven-${name}-session.openapi.yaml`))
  }
  const file = join(folder, 'maven-get-session.openapi.yaml')
  const text = await readFile(file, 'utf8')
  const altered = change(text)
  expect(altered).not.toBe(text)
  await writeFile(file, altered)
  return folder
}

const merged = async (folder: string): Promise<unknown> =>
  JSON.parse((await run(process.execPath, [script, '--print', folder])).stdout)

test('the committed document is a fresh merge', async () => {
  const committed: unknown = JSON.parse(await readFile(join(here, 'maven.openapi.json'), 'utf8'))
  expect(committed).toEqual(await merged(here))
})

test('paths and schemas of both documents are there', async () => {
  expect(await merged(here)).toMatchObject({
    openapi: '3.1.0',
    paths: { '/v1/sessions': { post: {} }, '/v1/sessions/{session_id}': { get: {} } },
    components: { schemas: { SessionCreate: {}, SessionGetResponse: {}, ValidationError: {} } },
  })
})

test('a change in a document changes the merge', async () => {
  const folder = await changed((text) => text.replace('Full response for session details', 'Other words'))
  expect(await merged(folder)).not.toEqual(await merged(here))
})

test('schemas that differ are refused, by their path', async () => {
  const folder = await changed((text) => text.replace('title: HTTPValidationError', 'title: Other'))
  await expect(merged(folder)).rejects.toThrow('disagree at components > schemas > HTTPValidationError')
})

test('heads that differ are refused', async () => {
  const folder = await changed((text) => text.replace('version: 1.0.0', 'version: 1.0.1'))
  await expect(merged(folder)).rejects.toThrow('disagree at info')
})
