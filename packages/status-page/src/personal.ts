import type { CheckoutSession } from '@onetill/core'
import type { StoredSession } from '@onetill/store'
import type { Role } from './options.ts'

/**
 * A session as a role may see it. A viewer gets none of the fields that the schema of the model marks as personal;
 * where to pay is shown to nobody but the payer.
 */
export function sessionFor(role: Role, session: CheckoutSession): CheckoutSession {
  const shown: CheckoutSession = { ...session, payVia: null }
  if (role === 'operator') return shown
  const { failure, refunds, processor } = session
  return {
    ...shown,
    customer: null,
    description: null,
    metadata: null,
    providerData: null,
    failure: failure === null ? null : { ...failure, message: null },
    refunds: refunds?.map((refund) => ({ ...refund, reason: null, failureReason: null })) ?? null,
    processor: impersonal(processor),
  }
}

/** The same of what is stored. */
export const storedFor = (role: Role, stored: StoredSession): StoredSession => ({
  ...stored,
  session: sessionFor(role, stored.session),
})

function impersonal(processor: CheckoutSession['processor']): CheckoutSession['processor'] {
  if (processor?.kind === 'card')
    return { ...processor, customerId: null, paymentMethodId: null, card: null, receiptUrl: null }
  if (processor?.kind === 'crypto' && processor.selected !== null)
    return { ...processor, selected: { ...processor.selected, address: null, transactionHash: null } }
  return processor
}
