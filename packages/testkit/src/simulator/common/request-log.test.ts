import { expect, test } from 'vitest'
import { createRequestLog, KEPT_REQUESTS, toRequestRecord } from './request-log.ts'

test('the log keeps the last requests in order and grows no further', () => {
  const log = createRequestLog()
  const { records } = log
  const record = toRequestRecord(new Request('http://127.0.0.1/a'), 200, new Date(0))
  for (let status = 1; status <= KEPT_REQUESTS + 3; status++) {
    log.add({ ...record, status })
  }
  expect(records).toHaveLength(KEPT_REQUESTS)
  expect([records[0]?.status, records.at(-1)?.status]).toEqual([4, KEPT_REQUESTS + 3])
})
