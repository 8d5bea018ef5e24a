import { Buffer } from 'node:buffer'

/** Type of the elements in PostgreSQL's catalog. */
const TEXT = 25

/**
 * Values as one parameter of type `text[]` in PostgreSQL's binary form (src/backend/utils/adt/arrayfuncs.c, array_recv):
 * as text each quotation mark would be escaped here and read there, and JSON is full of them.
 */
export function textArray(values: readonly unknown[]): Buffer {
  const texts = values.map((value) => (value === null || value === undefined ? null : String(value)))
  const lengths = texts.map((text) => (text === null ? -1 : Buffer.byteLength(text)))
  const buffer = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), HEAD))
  // Dimensions, whether there are nulls, type, length, and the index of the first.
  for (const [index, number] of [1, lengths.includes(-1) ? 1 : 0, TEXT, texts.length, 1].entries())
    buffer.writeInt32BE(number, index * 4)
  let at = HEAD
  for (const [index, text] of texts.entries()) {
    at = buffer.writeInt32BE(lengths[index] ?? -1, at)
    if (text !== null) at += buffer.write(text, at)
  }
  return buffer
}

const HEAD = 20
