import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { type Adapter, type CheckoutSession, createTill } from '@onetill/core'
import { type Simulators, startSimulators } from '../adapters.ts'
import { sessionRow } from '../output/row.ts'
import { createSink } from '../output/sink.ts'
import { widthOf } from '../output/width.ts'
import { createLiveTable } from './live-table.ts'
import { createStory, type DemoRef, ROUND_SECONDS } from './story.ts'

// What the table below sends to the terminal is played on a screen that knows what it uses and refuses the rest.
function createScreen() {
  let lines: string[] = ['']
  let row = 0
  let cursor: 'shown' | 'hidden' = 'shown'
  const play = (text: string): void => {
    for (const [token] of text.replaceAll('\u001b', '␛').matchAll(/␛\[[?\d;]*[A-Za-z]|[^␛]|␛/g)) {
      const up = /^␛\[(\d+)A$/.exec(token)
      if (up !== null) row -= Number(up[1])
      else if (token === '␛[J') lines = [...lines.slice(0, row), '']
      else if (token === '␛[?25l') cursor = 'hidden'
      else if (token === '␛[?25h') cursor = 'shown'
      else if (token.startsWith('␛') && !/^␛\[\d+m$/.test(token)) throw new Error(`unknown sequence ${token}`)
      else if (token === '\n') lines[++row] ??= ''
      else if (token !== '\r' && !token.startsWith('␛')) lines[row] += token
    }
  }
  return { play, lines: () => lines, row: () => row, cursor: () => cursor }
}

const size = { columns: 100, rows: 40 }
const terminal = { live: true, color: true, columns: () => size.columns, rows: () => size.rows }

test('each drawing replaces the one before, fits the terminal and leaves the cursor as it was', async () => {
  const simulators = await startSimulators({ seed: 1, now: new Date('2026-01-01T00:00:00Z') })
  try {
    const story = createStory(simulators)
    const read = async () => (await readAll(simulators, story.refs())).map((session) => sessionRow(session))
    const screen = createScreen()
    const out = createSink(
      new Writable({
        write: (chunk, _, done) => {
          screen.play(String(chunk))
          done()
        },
      }),
    )
    const view = createLiveTable(out, terminal, 'http://127.0.0.1:4300')
    story.advance(30)
    await view.draw(await read(), simulators.clock.now())
    expect(screen.cursor()).toBe('hidden')
    const before = screen.lines().join('\n')
    expect(before).toContain('Simulated payers')
    expect(before).not.toMatch(/ paid /)

    story.advance(ROUND_SECONDS - 30)
    await view.draw(await read(), simulators.clock.now())
    const after = screen.lines()
    expect(after.filter((line) => line.includes('http://127.0.0.1:4300'))).toHaveLength(1)
    expect(after.join('\n')).toMatch(/✓ paid /)

    size.columns = 50
    size.rows = 12
    await view.draw(await read(), simulators.clock.now())
    const small = screen.lines().slice(0, screen.row())
    expect(small.length).toBeLessThan(12)
    for (const line of small) expect(widthOf(line)).toBeLessThan(50)
    expect(small.at(-1)).toMatch(/more lines/)
    await view.end()
    expect(screen.cursor()).toBe('shown')
  } finally {
    await simulators.close()
  }
})

async function readAll({ adapters }: Simulators, refs: readonly DemoRef[]): Promise<CheckoutSession[]> {
  const all: readonly Adapter[] = Object.values(adapters)
  const results = await createTill({ adapters: all }).retrieveMany(refs)
  return results.map((result) => {
    if (result.ok) return result.session
    throw result.error
  })
}
