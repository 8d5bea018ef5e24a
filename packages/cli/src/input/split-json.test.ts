import { expect, test } from 'vitest'
import { splitJson } from './split-json.ts'

/** Deterministic choices, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

const STRINGS = ['', 'a', '],[', '}{', '\\', '"', '\\"', '\n\t', '\u2028', '\ud83d\ude00', '//', ' , ']
const SPACES = ['', ' ', '\n', '\t', '\r\n', '  ']

function value(pick: (below: number) => number, depth: number): unknown {
  const kind = pick(depth > 3 ? 4 : 6)
  if (kind === 0) return STRINGS[pick(STRINGS.length)]
  if (kind === 1) return pick(1000) / 8
  if (kind === 2) return null
  if (kind === 3) return pick(2) === 0
  const parts = Array.from({ length: pick(4) }, () => value(pick, depth + 1))
  return kind === 4
    ? parts
    : Object.fromEntries(parts.map((part, place) => [`${STRINGS[pick(STRINGS.length)]}${place}`, part]))
}

test('the elements of any array come back, each with its own text and line', () => {
  for (let seed = 0; seed < 3000; seed++) {
    const pick = random(seed)
    const space = () => SPACES[pick(SPACES.length)] ?? ''
    const elements = Array.from({ length: pick(6) }, () => value(pick, 0))
    const texts = elements.map((element) => JSON.stringify(element, null, pick(3)))
    let text = `${space()}[`
    const lines: number[] = []
    for (const [place, element] of texts.entries()) {
      text += place === 0 ? space() : `${space()},${space()}`
      lines.push(text.split('\n').length)
      text += element
    }
    text += `${space()}]${space()}`
    expect(JSON.parse(text)).toEqual(elements)
    expect(splitJson(text), text).toEqual(texts.map((element, place) => ({ text: element, line: lines[place] })))
  }
})

test('digits and spaces inside an element stay as they are', () => {
  expect(splitJson('[1.50, {"a" : 1e2 } ,9007199254740993]').map(({ text }) => text)).toEqual([
    '1.50',
    '{"a" : 1e2 }',
    '9007199254740993',
  ])
})

test('objects one after another are cut apart, with or without space', () => {
  expect(splitJson('{"a":[1]}{"b":"}"}\n {"c":{}}')).toEqual([
    { text: '{"a":[1]}', line: 1 },
    { text: '{"b":"}"}', line: 1 },
    { text: '{"c":{}}', line: 2 },
  ])
})

test('a hole, a trailing comma and a missing bracket each give something to refuse', () => {
  expect(splitJson('[1,,2]').map(({ text }) => text)).toEqual(['1', '', '2'])
  expect(splitJson('[1,]').map(({ text }) => text)).toEqual(['1', ''])
  expect(splitJson('[,]').map(({ text }) => text)).toEqual(['', ''])
  expect(splitJson('[1, {"a"').map(({ text }) => text)).toEqual(['1', '{"a"', null])
  expect(splitJson('[').map(({ text }) => text)).toEqual([null])
  expect(splitJson('[]')).toEqual([])
})

test('a string that is never closed swallows its line, not the elements after it', () => {
  expect(splitJson('[{"a":"x},\n},\n{"b":1}]').map(({ text }) => text)).toEqual(['{"a":"x},\n}', '{"b":1}'])
})
