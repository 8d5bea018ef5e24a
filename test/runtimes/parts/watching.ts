import { openStage } from '../stage.ts'

/** One session watched until its outcome is known, one waited for, and one left at once. */
export async function watchingPart() {
  const { maash, jwt, till, close } = await openStage()
  const { session_id: id } = maash.create({ merchant_id: 'mer_shop', transaction_id: 'ORD-2', amount_usd: '25.00' })
  const card = jwt.create(order('ORD-3'))
  const unpaid = jwt.create(order('ORD-4'))
  const waiting = till.waitFor('jwt-checkout', card.id, {
    until: ({ status }) => status === 'paid',
    deadlineMs: 20_000,
  })
  const tooLate = till.waitFor('jwt-checkout', unpaid.id, { until: () => false, deadlineMs: 500 })
  const seen: string[] = []
  for await (const { status } of till.watch('maash', id)) {
    seen.push(status)
    if (status !== 'open') continue
    maash.act(id, 'select', { token: 'USDC', chain: 'solana' })
    maash.act(id, 'detect')
    maash.act(id, 'complete')
    jwt.act(card.id, 'pay')
  }
  const left: string[] = []
  for await (const { status } of till.watch('maash', id)) {
    left.push(status)
    break
  }
  const { outcome, session } = await waiting
  const result = { seen, left, waited: [outcome, session?.status], tooLate: (await tooLate).outcome }
  await close()
  return result
}

const order = (orderReference: string) => ({
  orderReference,
  paymentMethod: 'card',
  currency: 'AUD',
  amount: { total: '140.76' },
})
