import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function world(live: boolean) {
  const seen = { lines: [] as string[], drawn: [] as string[], now: 0 }
  const progress = createProgress(
    {
      report: (line) => seen.lines.push(line),
      progress: { live, columns: () => 60, write: (text) => seen.drawn.push(text) },
    },
    () => seen.now,
  )
  return { seen, progress }
}

test('without a terminal there is a line every five seconds, and none for quick work', () => {
  const { seen, progress } = world(false)
  for (let done = 0; done <= 12_000; done += 1_000) {
    seen.now = done
    progress.show('copied', done, 12_000)
  }
  progress.end()
  expect(seen.lines).toEqual(['copied 5,000 of 12,000 (41 %)', 'copied 10,000 of 12,000 (83 %)'])
  expect(seen.drawn).toEqual([])
})

test('on a terminal one bar is drawn over itself, never wider than it, and taken away', () => {
  const { seen, progress } = world(true)
  for (const done of [0, 500, 1_000]) {
    seen.now += 200
    progress.show('copied', done, 1_000)
  }
  progress.end()
  expect(seen.drawn).toHaveLength(4)
  for (const text of seen.drawn) expect(text.replaceAll('\r', '')).toHaveLength(59)
  expect(seen.drawn[1]).toContain('████████████░░░░░░░░░░░░ copied 500 of 1,000 (50 %)')
  expect(seen.drawn[3]).toBe(`\r${' '.repeat(59)}\r`)
  expect(seen.lines).toEqual([])
})
