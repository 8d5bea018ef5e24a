import { expect, test } from 'vitest'
import { isDesktop } from './open-browser.ts'

const size = () => 80
const terminal = { live: true, color: true, columns: size, rows: size }

test.for([
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', {}, false],
  ['linux', { DISPLAY: ':0', SSH_CONNECTION: '1 2 3 4' }, false],
  ['linux', { DISPLAY: ':0', CI: 'true' }, false],
  ['linux', { DISPLAY: ':0', BROWSER: 'none' }, false],
  ['darwin', {}, true],
  ['darwin', { SSH_TTY: '/dev/ttys1' }, false],
  ['win32', {}, true],
  ['freebsd', { DISPLAY: ':0' }, false],
] as const)('on %s with %j a browser may be opened: %s', ([platform, env, expected]) => {
  expect(isDesktop({ env, terminal }, platform)).toBe(expected)
  expect(isDesktop({ env, terminal: { ...terminal, live: false } }, platform)).toBe(false)
})
