import process from 'node:process'
import { openStore } from '@onetill/store'
import { describeStore } from '@onetill/store/conformance'
import { ENGINES, type Place } from './engines.ts'

const observations = process.env['ONETILL_DEEP'] === '1' ? 50_000 : 3_000

for (const { name, place } of ENGINES) {
  const places = new Map<string, Place>()
  describeStore({
    name,
    observations,
    open: (where, options) => {
      const known = places.get(where) ?? place()
      places.set(where, known)
      return openStore({ ...known, ...options })
    },
  })
}
