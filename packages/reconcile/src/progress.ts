/** What is being done. */
export type Progress =
  | { readonly step: 'reading'; readonly side: 'left' | 'right' }
  | { readonly step: 'matching'; readonly shards: number }
  | { readonly step: 'explaining' }
