import type { Messages } from './messages.ts'

export const en: Messages = {
  language: 'English',
  title: 'Your payment',
  merchant: 'the merchant',
  states: {
    open: {
      title: 'Waiting for your payment',
      text: 'Continue in the window or message in which you began. You need no new link.',
    },
    partly_paid: {
      title: 'Part of it has arrived',
      text: 'We have seen a part of the amount. Send the rest in the same way as the first part, before the time is over.',
    },
    lapsed: {
      title: 'The time is probably over',
      text: 'Please do not pay now. If you have already paid, do not pay again: it is being checked.',
    },
    unconfirmed: {
      title: 'Not confirmed yet',
      text: 'If you have already paid, do not pay again. Otherwise continue with this same link you were given.',
    },
    confirming: {
      title: 'Your payment was seen',
      text: 'It is being confirmed. You need to do nothing; please do not pay again.',
    },
    awaiting_merchant: {
      title: 'Your payment is with the merchant',
      text: 'It is being completed. You need to do nothing; please do not pay again.',
    },
    authorized: {
      title: 'Reserved, not yet taken',
      text: 'The amount is reserved on your card. It is taken when the merchant completes the order. Please do not pay again.',
    },
    paid: { title: 'Paid', text: 'Thank you. Your payment is complete and you need to do nothing more.' },
    refund_pending: {
      title: 'A refund is on its way',
      text: 'Your payment is complete, and a refund has been started. Banks can take a few days.',
    },
    partly_refunded: {
      title: 'Partly refunded',
      text: 'A part of your payment was sent back. Banks can take a few days to show it.',
    },
    refunded: { title: 'Refunded', text: 'Your payment was sent back. Banks can take a few days to show it.' },
    refund_checked: {
      title: 'A refund is being checked',
      text: 'A refund did not go through at once. It is being looked after; you need to do nothing.',
    },
    saved: {
      title: 'Saved, nothing was charged',
      text: 'Your payment method was saved as you agreed. No money was taken.',
    },
    nothing_due: { title: 'Nothing to pay', text: 'This is complete. No money was due and none was taken.' },
    underpaid: {
      title: 'Less arrived than was due',
      text: 'Your payment has arrived and is being checked. Send nothing more until the merchant has been in touch.',
    },
    overpaid: {
      title: 'More arrived than was due',
      text: 'Your payment has arrived and the difference is being checked. You need to do nothing; send nothing more.',
    },
    checking: {
      title: 'Being checked',
      text: 'Somebody is looking at this payment. Send nothing more until the merchant has been in touch.',
    },
    declined: {
      title: 'The payment was declined',
      text: 'Nothing was charged. Ask the merchant how to go on before you try again.',
    },
    failed: {
      title: 'The payment did not go through',
      text: 'Before you try anything else, ask the merchant whether the amount has arrived.',
    },
    cancelled: {
      title: 'Cancelled',
      text: 'This payment was ended. Please do not pay with this link any more. If you have already paid, ask the merchant.',
    },
    expired: {
      title: 'The time is over',
      text: 'Please do not pay with this link any more. If you have already paid, do not pay again: ask the merchant.',
    },
    expired_crypto: {
      title: 'The time is over',
      text: 'Do not send now. What arrives after the end can be lost or take long to find. If you have already sent, ask the merchant.',
    },
    unknown: {
      title: 'No clear answer yet',
      text: 'We do not know how this payment stands. Please do not pay again; ask the merchant.',
    },
  },
  faults: {
    no_link: {
      title: 'This link is not valid',
      text: 'It may have run out or been taken back. Ask whoever gave it to you for a new one.',
    },
    too_many: { title: 'Too many tries', text: 'Please wait a minute, then reload this page.' },
    unavailable: {
      title: 'This page cannot be shown just now',
      text: 'Your payment is not touched by it. Please do not pay again; reload this page in a moment.',
    },
  },
  amount: 'Amount',
  asOrdered: 'as ordered',
  noAmount: 'The amount is on the page where you pay.',
  timeLeft: '{time} left to pay',
  accepted: 'You can pay with',
  refunds: 'Refunds',
  refundStates: {
    pending: 'on its way',
    succeeded: 'sent back',
    failed: 'being checked',
    cancelled: 'cancelled',
    unknown: 'being checked',
  },
  asOf: 'As of {time}',
  neverConfirmed: 'Not confirmed yet',
  updatesItself: 'This page updates itself.',
  reload: 'Reload',
  languages: 'Languages',
}
