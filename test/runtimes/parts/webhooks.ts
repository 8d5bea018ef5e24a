import { createHash } from 'node:crypto'
import type { WebhookEvent } from '@onetill/core'
import { signMavenWebhook } from '@onetill/testkit'
import { CARD, CRYPTO, codeOf, openStage, VOICE, WEBHOOK_SECRET } from '../stage.ts'

/** A verified delivery of Maven, the same changed by one byte, and hints that cause a read. */
export async function webhooksPart() {
  const { maven, maash, jwt, till, clock, close } = await openStage()
  const { session_id: id } = maven.create({ ...voice(), mode: 'charge' })
  maven.act(id, 'dial')
  maven.act(id, 'pay')
  const body = maven.webhookBody(id)
  const signature = signMavenWebhook(WEBHOOK_SECRET, body, clock.now())
  const events: WebhookEvent[] = []
  const onEvent = (event: WebhookEvent) => {
    events.push(event)
  }
  const deliver = async (provider: 'maven' | 'maash' | 'jwt-checkout', text: string, headers = {}) => {
    const handler = till.webhook(provider, { onEvent, lookup: () => maash.sessions()[0]?.session_id ?? null })
    const request = new Request('http://localhost/', { method: 'POST', headers, body: text })
    return (await handler(request)).status
  }
  const answers = [
    await deliver('maven', body, { 'Maven-Signature': signature }),
    await deliver('maven', body.replace('49.99', '49.98'), { 'Maven-Signature': signature }),
    await deliver('maven', body),
  ]
  const bytes = new TextEncoder().encode(body)
  const late = { headers: { 'maven-signature': signature }, body: bytes, receivedAt: clock.now().getTime() + 301_000 }
  const stale = await codeOf(till.readWebhook('maven', late))

  const { session_id: coins } = maash.create({
    merchant_id: CRYPTO.merchantId,
    transaction_id: CRYPTO.reference,
    amount_usd: CRYPTO.amount.value,
  })
  // What the hint says is not so: only the read counts.
  answers.push(await deliver('maash', maash.webhookBody(coins, 'completed')))
  const { reference, amount, paymentMethod } = CARD
  const card = jwt.create({
    orderReference: reference,
    paymentMethod,
    currency: amount.currency,
    amount: { total: amount.value },
  })
  jwt.act(card.id, 'pay')
  answers.push(await deliver('jwt-checkout', JSON.stringify({ event: 'session.completed', sessionId: card.id })))
  const digest = createHash('sha256').update(body).digest('hex')
  const result = {
    answers,
    stale,
    events: events.map(({ provider, kind, trust, session }) => [provider, kind, trust, session?.status]),
    amount: events[0]?.session?.amount,
    key: events[0]?.key === `sha256:${digest}`,
  }
  await close()
  return result
}

function voice() {
  const { project, caller, amount, gateway } = VOICE
  return { project, caller, amount: amount.value, gateway }
}
