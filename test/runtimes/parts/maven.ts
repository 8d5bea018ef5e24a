import { moneyReceived } from '@onetill/core'
import { codeOf, NOW, openStage, traffic, VOICE } from '../stage.ts'

/** Create, find, pay, cancel, and a create whose answer is lost. */
export async function mavenPart() {
  const { maven, till, close } = await openStage()
  const created = await till.create('maven', VOICE)
  const found = await till.find('maven', { caller: VOICE.caller })
  maven.act(created.id, 'dial')
  maven.act(created.id, 'pay')
  const paid = await till.retrieve('maven', created.id)
  const second = await till.create('maven', { ...VOICE, caller: '+12025550143' })
  const cancelled = await till.cancel('maven', second.id)
  maven.fail({ method: 'POST' }, { status: 502, when: 'after' })
  const settled = await till.create('maven', { ...VOICE, caller: '+12025550144' })
  maven.fail({ method: 'POST' }, { status: 502 })
  const lost = await codeOf(till.create('maven', { ...VOICE, caller: '+12025550145' }))
  const result = {
    created: [created.status, created.amount, created.expected?.reference, created.payVia?.kind],
    isTheProvidersOwn: created.id === maven.sessions()[0]?.session_id,
    found: found.id === created.id,
    paid: [paid.status, paid.processor?.kind, moneyReceived(paid, till.adapters[0].provider.watch, NOW)],
    cancelled: cancelled.status,
    settled: [settled.status, settled.notes.map(({ code }) => code).includes('settled_by_read')],
    lost,
    missing: await codeOf(till.retrieve('maven', '00000000-0000-4000-8000-000000000000')),
    traffic: traffic(maven),
  }
  await close()
  return result
}
