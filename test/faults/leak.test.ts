// Nothing of a call stays when it is over (R15).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from './bundle.ts'
import { runChild } from './child.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { LIVING } from './living.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
const MOST_BYTES = 2_000_000

let server: FaultServer
let child: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  server = await startFaultServer()
  child = await bundle('leak-child.ts')
})
afterAll(async () => {
  await server.close()
  await child.remove()
})

const leaves = async (calls: number, url: string): Promise<void> => {
  const { output, exit } = await runChild(['--expose-gc', child.file, `${calls}`, url], 500_000)
  console.log(output)
  expect(exit).toBe(0)
  const { failed, grown, listeners } = JSON.parse(output)
  expect(failed).toBeGreaterThan(0.45 * calls)
  expect(failed).toBeLessThan(0.55 * calls)
  expect(listeners).toBe(0)
  expect(grown).toBeLessThan(MOST_BYTES)
}

test.concurrent('of calls in process', () => leaves(DEEP ? 200_000 : 10_000, ''))

test.concurrent('of calls over sockets', async () => {
  const { url, close } = await server.open(LIVING.mixed)
  await leaves(DEEP ? 20_000 : 2_000, url)
  await close()
})
