export type { AccountReport, HealthReport, TrafficReport } from './health-report.ts'
export type {
  Access,
  BoardStore,
  DecidingRow,
  PayerLink,
  PayerLinks,
  Role,
  StatusPageOptions,
  TokenHolder,
} from './options.ts'
export { createStatusPage } from './status-page.ts'
export type { Theme, ThemeColors } from './theme-colors.ts'
