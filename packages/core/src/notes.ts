/** What was odd about an answer but not fatal. Codes may be added in a minor version. */
export const NOTES = {
  amount_precision: 'The provider states more decimals than the currency has. They are kept; minor units are refused.',
  unlisted_currency: 'The currency is neither in ISO 4217 nor a known asset. Its text is kept; it has no minor units.',
  mixed_currencies: 'Refunds are in more than one currency, so they are not summed.',
  schema_drift: 'A field does not have the documented form. It is not used; the raw answer has it.',
  metadata_cut: 'Metadata is nested too deep or too large. The part beyond the limit is left out.',
  status_not_reported:
    'The provider answered a create without a status, and the read after it failed. Read the session again.',
  settled_by_read: 'The answer to the create was lost; a read found the session that agrees with it.',
  contradiction: 'Two fields of the answer contradict each other. The status word was followed.',
} as const satisfies Record<string, string>

/** One of the closed list of note codes. */
export type NoteCode = keyof typeof NOTES

/** One odd thing, and where in the provider's answer. */
export interface Note {
  /** What was odd, from the table `NOTES`. */
  readonly code: NoteCode
  /** JSON path in the provider's answer. */
  readonly path: string
}
