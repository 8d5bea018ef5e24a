// Deliveries of which nothing is used.
import { type Case, hex, row, signed, utf8 } from './case.ts'
import { maven } from './cases-signed.ts'
import { NOW, OLD_SECRET } from './world.ts'

const T = NOW / 1000
const PAID = maven()
const paid = utf8(PAID)
const TAG = hex(paid)
const VALID = `t=${T},v1=${TAG}`
const MiB = 1024 * 1024

const refused = (name: string, given: Parameters<typeof row>[2]): Case => row(name, PAID, { status: 401, ...given })

const SIGNATURES: readonly Case[] = [
  refused('no signature header', { lines: [] }),
  refused('the header of another scheme', { lines: [['Stripe-Signature', VALID]] }),
  refused('an empty header', { header: '' }),
  refused('no time', { header: `v1=${TAG}` }),
  refused('no signature', { header: `t=${T}` }),
  refused('an empty signature', { header: `t=${T},v1=` }),
  refused('another secret', { lines: [signed(paid, T, OLD_SECRET)] }),
  refused('a byte of the body changed', { lines: [signed(utf8(PAID.replace('49.99', '49.98')))] }),
  refused('JSON written again', { lines: [signed(utf8(JSON.stringify(JSON.parse(PAID), null, 1)))] }),
  refused('another time than the signed one', { header: `t=${T + 1},v1=${TAG}` }),
  refused('301 seconds old', { lines: [signed(paid, T - 301)] }),
  refused('301 seconds early', { lines: [signed(paid, T + 301)] }),
  refused('time 0', { lines: [signed(paid, 0)] }),
  refused('time in milliseconds', { lines: [signed(paid, NOW)] }),
  refused('time with a fraction', { header: `t=${T}.0,v1=${hex(paid, `${T}.0`)}` }),
  refused('negative time', { header: `t=-${T},v1=${hex(paid, `-${T}`)}` }),
  refused('time in hexadecimal', { header: `t=0x${T.toString(16)},v1=${hex(paid, `0x${T.toString(16)}`)}` }),
  refused('time with a letter after it', { header: `t=${T}abc,v1=${hex(paid, `${T}abc`)}` }),
  refused('signature in upper case', { header: `t=${T},v1=${TAG.toUpperCase()}` }),
  refused('signature one digit short', { header: VALID.slice(0, -1) }),
  refused('signature one digit long', { header: `${VALID}0` }),
  refused('signature in base64', { header: `t=${T},v1=${Buffer.from(TAG, 'hex').toString('base64')}` }),
  refused('signature with a prefix', { header: `t=${T},v1=sha256=${TAG}` }),
  refused('signature of version 0 only', { header: `t=${T},v0=${TAG}` }),
  refused('a space after the comma', { header: `t=${T}, v1=${TAG}` }),
  refused('a semicolon for the comma', { header: `t=${T};v1=${TAG}` }),
  refused('a comma at the end', { header: `${VALID},` }),
  refused('two times', { header: `t=${T},${VALID}` }),
  refused('one good and one malformed signature', { header: `${VALID},v1=abc` }),
  refused('seventeen elements', { header: `t=${T}${`,v1=${TAG}`.repeat(16)}` }),
  refused('a header of 5,000 characters', { header: `${VALID},x=${'0'.repeat(5_000)}` }),
  refused('the header twice, the same', { lines: [signed(paid), signed(paid)] }),
  refused('the header twice, a bad one first', { lines: [signed(paid, T, OLD_SECRET), signed(paid)] }),
  refused('the header twice, a bad one last', { lines: [signed(paid), signed(paid, T, OLD_SECRET)] }),
  refused('the header twice, in two spellings', { lines: [signed(paid), ['maven-signature', VALID]] }),
  refused('a second header with a signature alone', {
    lines: [signed(paid), ['Maven-Signature', `v1=${TAG}`]],
    needs: 'lines',
  }),
  row('no UTF-8, signed', Uint8Array.of(0x7b, 0xff, 0x7d), { status: 401 }),
  row('an overlong zero, signed', Uint8Array.of(0x22, 0xc0, 0x80, 0x22), { status: 401 }),
  row('a surrogate in UTF-8, signed', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), { status: 401 }),
  row('no UTF-8, as a hint', Uint8Array.of(0x7b, 0xff, 0x7d), { client: 'jwt', status: 401, needs: 'bytes' }),
]

const METHODS: readonly Case[] = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) =>
  row(`${method}, signed`, method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? '' : PAID, {
    method,
    status: 405,
    needs: 'methods',
  }),
)

/** White space, as any length of it is as good a body as none. */
const blank = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(0x20)
const OTHER: Case['event'] = {
  kind: 'other',
  trust: 'verified',
  keySource: 'body_hash',
  sessionId: null,
  reference: null,
  session: null,
}

const SIZES: readonly Case[] = (['declared', 'chunked'] as const).flatMap((length) => [
  row(`a byte below the limit, ${length}`, blank(MiB - 1), { length, event: OTHER }),
  row(`as large as the limit, ${length}`, blank(MiB), { length, event: OTHER }),
  row(`as large as the limit and forged, ${length}`, blank(MiB), { length, header: VALID, status: 401 }),
  row(`a byte above the limit, ${length}`, blank(MiB + 1), { length, status: 413 }),
  row(`three times the limit, ${length}`, blank(3 * MiB), { length, status: 413 }),
  row(`a hint a byte above the limit, ${length}`, blank(MiB + 1), { client: 'jwt', length, status: 413 }),
  row(`small, ${length}`, PAID, {
    length,
    event: { ...OTHER, kind: 'session', sessionId: 's1', session: ['paid', '49.99'] },
  }),
])

export const REFUSED: readonly Case[] = [...SIGNATURES, ...METHODS, ...SIZES]
