import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { ROOT } from '../packages.ts'

// The reason for everything it does not look at stands in knip.jsonc.
test('no file, export or dependency is without a user, none is used without being listed', async () => {
  const program = join(ROOT, 'node_modules', 'knip', 'bin', 'knip.js')
  const answer = await new Promise<string>((resolve) => {
    execFile(process.execPath, [program, '--no-progress'], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}${error === null ? '' : `ended with ${error.code}`}`),
    )
  })
  expect(answer).toBe('')
})
