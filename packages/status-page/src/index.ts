export type {
  Access,
  BoardStore,
  PayerLink,
  PayerLinks,
  Role,
  StatusPageOptions,
  TokenHolder,
} from './options.ts'
export { createStatusPage } from './status-page.ts'
