// Works on a run, or coordinates one, until it ends or is killed. Its one argument says what, as JSON.
import process from 'node:process'
// By its path: the names of the package are those of the sources.
import {
  type CoordinateOptions,
  coordinate,
  type WorkOptions,
  workShards,
} from '../../../packages/reconcile/src/index.ts'

/** What it does. */
export type Order =
  | { readonly does: 'work'; readonly options: WorkOptions }
  | { readonly does: 'coordinate'; readonly options: CoordinateOptions }

const order = JSON.parse(process.argv[2] ?? '') as Order
if (order.does === 'work') process.stdout.write(`${await workShards(order.options)}\n`)
else {
  const result = await coordinate(order.options)
  process.stdout.write(`${await result.hash()}\n`)
}
