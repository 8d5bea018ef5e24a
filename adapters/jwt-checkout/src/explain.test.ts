import { describe, expect, test } from 'vitest'
import { jwtCheckoutMapper } from './map.ts'
import { text } from './refunds.fixture.ts'

describe('explain', () => {
  const decisions = (json: string) =>
    jwtCheckoutMapper
      .explain(JSON.parse(json), {
        at: '2026-11-20T12:00:00.000Z',
        via: 'read',
        account: 'default',
        environment: 'unknown',
        expected: null,
        overrides: [],
      })
      .map(({ field, path, word, result, row, documented }) => ({ field, path, word, result, row, documented }))

  test('names the word for what the word decided', () => {
    expect(decisions(text('REVERSED', null))).toEqual([
      { field: 'status', path: 'status', word: 'REVERSED', result: 'paid', row: 'REVERSED', documented: false },
      {
        field: 'refundStatus',
        path: 'status',
        word: 'REVERSED',
        result: 'unknown',
        row: 'REVERSED',
        documented: false,
      },
      { field: 'reversal', path: 'status', word: 'REVERSED', result: 'unknown', row: 'REVERSED', documented: false },
    ])
  })

  test('names the list and every refund word for what the list decided', () => {
    expect(
      decisions(
        text('REFUNDED', [
          ['COMPLETED', '1'],
          ['ON_HOLD', '1'],
        ]),
      ).slice(1),
    ).toEqual([
      { field: 'refundStatus', path: 'refunds', word: null, result: 'unknown', row: null, documented: null },
      {
        field: 'refunds[0].status',
        path: 'refunds[0].status',
        word: 'COMPLETED',
        result: 'succeeded',
        row: 'COMPLETED',
        documented: true,
      },
      {
        field: 'refunds[1].status',
        path: 'refunds[1].status',
        word: 'ON_HOLD',
        result: 'unknown',
        row: null,
        documented: null,
      },
    ])
  })
})
