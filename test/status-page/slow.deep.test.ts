// Who never ends what he begins holds up nobody.
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ENGINES, opened } from '../store/engines.ts'
import { change } from './changing.ts'
import { bundled, start } from './processes.ts'
import { socketTo } from './raw.ts'

const DEEP = process.env['ONETILL_DEEP'] === '1'
const SLOW = DEEP ? 500 : 100
const MOST_MS = DEEP ? 200 : 1_000
const MB = 1_000_000

test(`${SLOW} sockets that never end their head, their body or their reading hold up nobody`, async () => {
  const place = ENGINES[0]?.place() ?? {}
  const store = await opened(place)
  await store.record(Array.from({ length: 40 }, (_, number) => change(number)))
  const server = start(await bundled(), { program: 'serve', place, port: 0 })
  const url = await server.said('ready')
  const memory = async () => {
    server.child.stdin?.write('memory\n')
    return Number.parseInt(await server.said('memory'), 10) / MB
  }
  const page = async () => {
    const begun = performance.now()
    const answer = await fetch(url)
    const text = await answer.text()
    expect(text).toContain('order-0')
    return performance.now() - begun
  }
  for (let warm = 0; warm < 50; warm++) await page()
  const before = await memory()
  const host = `Host: ${new URL(url).host}`
  const sockets = Array.from({ length: SLOW }, (_, index) => {
    const socket = socketTo(url)
    if (index % 3 === 0) socket.write(`GET / HTTP/1.1\r\n${host}\r\n`)
    else if (index % 3 === 1)
      socket.write(`POST /login HTTP/1.1\r\n${host}\r\nOrigin: ${url}\r\nContent-Length: 9000\r\n\r\na`)
    else {
      socket.pause()
      socket.write(`GET /events HTTP/1.1\r\n${host}\r\n\r\n`)
    }
    return socket
  })
  const times: number[] = []
  for (let round = 0; round < (DEEP ? 200 : 30); round++) {
    for (const [index, socket] of sockets.entries())
      if (index % 3 !== 2 && socket.writable) socket.write(index % 3 === 0 ? `X-${round}: a\r\n` : 'a')
    await store.record([change(40 + round)])
    times.push(await page())
    await setTimeout(20)
  }
  times.sort((a, b) => a - b)
  const p99 = times[Math.ceil(times.length * 0.99) - 1] ?? 0
  const after = await memory()
  process.stderr.write(
    `onetill: ${SLOW} slow sockets: page p99 ${p99.toFixed(0)} ms, memory ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB with them\n`,
  )
  expect(p99).toBeLessThan(MOST_MS)
  expect(after - before).toBeLessThan(50)
  if (!DEEP) return
  // Heads and bodies that do not come are cut off: 30 seconds at most, looked at every 30.
  const late = sockets.filter((_, index) => index % 3 !== 2)
  // Who reads nothing does not see the end either.
  for (const socket of late) socket.resume()
  await expect
    .poll(() => late.filter(({ destroyed, readyState }) => !destroyed && readyState === 'open').length, {
      timeout: 90_000,
      interval: 500,
    })
    .toBe(0)
}, 180_000)
