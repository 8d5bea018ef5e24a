import { type Mapper, normalize, normalizeEvent } from '@onetill/core'
import { findProvider } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { createWriter, type Format } from '../output/writer.ts'
import { type MapOptions, toMapContext } from './map-options.ts'
import { eachRecord } from './read-input.ts'

/** Options of `onetill normalize`, as typed. */
export interface NormalizeCommandOptions extends MapOptions {
  readonly provider: string
  readonly format?: Format
  readonly json?: boolean
}

/** A provider's answers → sessions; webhooks that only name a session → events. */
export async function normalizeCommand(
  file: string,
  options: NormalizeCommandOptions,
  context: CliContext,
): Promise<number> {
  const { mapper } = findProvider(options.provider)
  const map = toMapContext(options)
  const read =
    map.via === 'webhook' && hasEvents(mapper) ? normalizeEvent.bind(null, mapper) : normalize.bind(null, mapper)
  const writer = createWriter(options.format ?? 'json', context.out, context.terminal)
  const { shape, exitCode } = await eachRecord(file, context, async (text) => {
    await writer.add(read(text, options.at === undefined ? { ...map, at: new Date().toISOString() } : map))
  })
  await writer.end(shape)
  return exitCode
}

/** Whether a webhook of this provider names a session instead of carrying it. */
export function hasEvents(mapper: Mapper): mapper is Mapper & Required<Pick<Mapper, 'toEvent'>> {
  return mapper.provider.capabilities.webhook === 'event' && mapper.toEvent !== undefined
}
