import { CRYPTO, codeOf, openStage, traffic } from '../stage.ts'

/** Quote, create, create again, choose token and chain, pay. */
export async function maashPart() {
  const { maash, till, close } = await openStage()
  const quote = await till.quote('maash', { amount: CRYPTO.amount, token: 'USDC', chain: 'solana' })
  const created = await till.create('maash', CRYPTO)
  const again = await till.create('maash', CRYPTO)
  const token = created.payVia?.kind === 'url' ? new URL(created.payVia.url).searchParams.get('token') : null
  const choice = { sessionToken: token ?? '', token: 'USDC', chain: 'solana' } as const
  const selected = await till.selectPayment('maash', created.id, choice)
  maash.act(created.id, 'detect')
  const detected = await till.retrieve('maash', created.id)
  maash.act(created.id, 'complete')
  const paid = await till.retrieve('maash', created.id)
  const result = {
    quote: [quote.amount, quote.tokenAmount, quote.validForMs],
    created: [created.status, created.amount, created.reference],
    again: again.id === created.id,
    selected: [selected.status, selected.payVia?.kind, selected.processor?.kind],
    detected: detected.status,
    paid: paid.status,
    // A cancel does not compile for Maash; a caller without types is told so.
    unsupported: await codeOf(
      (till as unknown as { cancel: (...args: string[]) => Promise<unknown> }).cancel('maash', 'x'),
    ),
    traffic: traffic(maash),
  }
  await close()
  return result
}
