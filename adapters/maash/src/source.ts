/** Pages that rows and decisions cite. */
export const SESSION = 'docs.maash.io/api-reference/get-checkout-session, read 2026-11-20'
/** Example of the answer to a choice of token and chain. */
export const SELECT_PAYMENT = 'docs.maash.io/api-reference/select-payment, read 2026-11-20'
/** Table of statuses with their triggers. */
export const WEBHOOKS = 'docs.maash.io/webhooks, read 2026-11-20'
