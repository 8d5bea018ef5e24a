import { createTill } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { CARD, openStage, traffic } from '../stage.ts'

const REFUND = { idempotencyKey: '1c8f7b63-62a5-4d1f-8c64-1a6e5b3d0b22', amount: { value: '45.01', currency: 'AUD' } }

/** Create and refund, each again with its key; a refund that is settled later; a token that has ended. */
export async function jwtCheckoutPart() {
  const { jwt, till, clock, close } = await openStage()
  const created = await till.create('jwt-checkout', CARD)
  const again = await till.create('jwt-checkout', CARD)
  jwt.act(created.id, 'pay')
  const refund = await till.refund('jwt-checkout', created.id, REFUND)
  const refundedAgain = await till.refund('jwt-checkout', created.id, REFUND)
  const pending = await till.retrieve('jwt-checkout', created.id)
  jwt.settleRefund(refund.id, 'COMPLETED')
  const settled = await till.retrieve('jwt-checkout', created.id)

  const asked: boolean[] = []
  const renewing = createTill({
    adapters: [
      jwtCheckout({
        baseUrl: jwt.url,
        insecureLoopback: true,
        token: async ({ refresh }) => {
          asked.push(refresh)
          return jwt.issueToken({ ttlMs: refresh ? 60_000 : 0 })
        },
      }),
    ],
    now: () => clock.now().getTime(),
  })
  const renewed = await renewing.retrieve('jwt-checkout', created.id)
  const result = {
    created: [created.status, created.amount, created.reference],
    again: again.id === created.id,
    refund: [refund.status, refund.amount],
    refundedAgain: refundedAgain.id === refund.id,
    pending: [pending.status, pending.refundStatus, pending.refunds?.length],
    settled: [settled.status, settled.refundStatus, settled.amounts.refunded],
    renewed: [renewed.status, asked],
    traffic: traffic(jwt),
  }
  await close()
  return result
}
