import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { onAbort } from './on-abort.ts'

it('many who wait share one listener, and all are called', () => {
  const controller = new AbortController()
  const called: number[] = []
  for (let index = 0; index < 40; index++) onAbort(controller.signal, () => called.push(index))
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
  controller.abort()
  expect(called).toEqual(Array.from({ length: 40 }, (_, index) => index))
})

it('who takes it back is not called, and the last one takes the listener along', () => {
  const controller = new AbortController()
  const called: string[] = []
  const first = onAbort(controller.signal, () => called.push('first'))
  const second = onAbort(controller.signal, () => called.push('second'))
  first()
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
  second()
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  const third = onAbort(controller.signal, () => called.push('third'))
  controller.abort()
  expect(called).toEqual(['third'])
  third()
})

it('one stop that takes others back while they are called does no harm', () => {
  const controller = new AbortController()
  const called: string[] = []
  const releases: (() => void)[] = []
  for (const name of ['a', 'b', 'c']) {
    releases.push(
      onAbort(controller.signal, () => {
        called.push(name)
        for (const release of releases) release()
      }),
    )
  }
  controller.abort()
  expect(called).toEqual(['a', 'b', 'c'])
})
