import { describe, expect, test } from 'vitest'
import type { PayerLink } from '../links.ts'
import { at, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

const link = (hash: string, second: number, more: Partial<PayerLink> = {}): PayerLink => ({
  ...{ hash, key: sampleKey('a'), createdAt: at(second), createdBy: 'an operator ✓', expiresAt: at(second + 30) },
  ...{ revokedAt: null, ...more },
})

export function linkCases({ open, place }: Kit): void {
  describe('links to payers’ pages', () => {
    test('are found by their hash and listed newest first, also after the store was opened again', async () => {
      const where = place()
      const store = await open(where)
      const [first, second, other] = [link('11', 1), link('22', 2), link('33', 3, { key: sampleKey('b') })]
      for (const each of [first, other, second]) await store.links.create(each)
      const again = await open(where)
      for (const each of [first, second, other]) expect(await again.links.find(each.hash)).toEqual(each)
      expect(await again.links.find('44')).toBeNull()
      expect(await again.links.list(sampleKey('a'))).toEqual([second, first])
      expect(await again.links.list(sampleKey('none'))).toEqual([])
    })

    test('one that was taken back stays so, from the first time on', async () => {
      const store = await open()
      await store.links.create(link('11', 1))
      await store.links.revoke('11', at(5))
      await store.links.revoke('11', at(9))
      await store.links.revoke('none', at(9))
      expect(await store.links.find('11')).toEqual(link('11', 1, { revokedAt: at(5) }))
    })

    test('a hash that is there is not made again', async () => {
      const store = await open()
      await store.links.create(link('11', 1))
      await expect(store.links.create(link('11', 2, { key: sampleKey('b') }))).rejects.toMatchObject({
        code: 'store_unavailable',
      })
      expect(await store.links.find('11')).toEqual(link('11', 1))
    })

    test('pruning forgets those that ran out before', async () => {
      const store = await open()
      for (const second of [1, 2, 3]) await store.links.create(link(`${second}`, second))
      expect(await store.prune({ before: at(32) })).toMatchObject({ links: 1 })
      expect(await store.links.list(sampleKey('a'))).toEqual([link('3', 3), link('2', 2)])
    })
  })
}
