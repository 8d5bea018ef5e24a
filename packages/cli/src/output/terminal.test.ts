import { expect, test } from 'vitest'
import { readTerminal } from './terminal.ts'

const tty = { isTTY: true, columns: 100, rows: 40 }
const pipe = { isTTY: false, columns: 0, rows: 0 }

test.each([
  ['a terminal', tty, {}, [], true, true],
  ['NO_COLOR', tty, { NO_COLOR: '1' }, [], true, false],
  ['an empty NO_COLOR, which means nothing', tty, { NO_COLOR: '' }, [], true, true],
  ['--no-color', tty, {}, ['demo', '--no-color'], true, false],
  ['a dumb terminal', tty, { TERM: 'dumb' }, [], false, false],
  ['a pipe', pipe, {}, [], false, false],
] as const)('%s', (_, stream, env, argv, live, color) => {
  const terminal = readTerminal(stream, env, argv)
  expect({ live: terminal.live, color: terminal.color }).toEqual({ live, color })
})

test('the width is the terminal\u2019s, else that of COLUMNS, else 80', () => {
  expect(readTerminal(tty, { COLUMNS: '40' }, []).columns()).toBe(100)
  expect(readTerminal(pipe, { COLUMNS: '40' }, []).columns()).toBe(40)
  expect(readTerminal(pipe, { COLUMNS: 'wide' }, []).columns()).toBe(80)
})
