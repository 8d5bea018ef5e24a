/** What each program of test/packages/programs has to print: from the inputs it has. */
export const PROGRAMS = {
  client: {
    read: ['jwt-checkout', 'paid', 'pending', 'hosted'],
    normalized: ['ORD-1', true, '9007199254740993.01'],
    received: 'yes',
    // An id that would leave its place in the path; an answer of another provider.
    refused: 'invalid_input',
    unread: 'invalid_response',
  },
  simulated: { status: 'review', detail: 'underpaid', amount: { value: '25.00', currency: 'USD' } },
  kept: { first: 'processing', second: 'paid', events: ['status_changed', 'became_paid'] },
  shown: { status: 200, type: 'text/html; charset=UTF-8' },
  // 7.05 for 7.50.
  compared: { verdict: 'findings', codes: ['amount_under'] },
} as const

/** The programs: files without their ending. */
export const NAMES = ['client', 'simulated', 'kept', 'shown', 'compared'] as const satisfies (keyof typeof PROGRAMS)[]
