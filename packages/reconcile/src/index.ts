export { type Case, type Classified, type Context, classify } from './classify.ts'
export { CLASSES, type Class, CODES, type Code, type CodeRow, STATES, type State } from './codes.ts'
export { type CompareOptions, compareProviders, MOST_GROUPS } from './compare/compare.ts'
export {
  COMPARE_VERSION,
  type Comparison,
  type CurrencyAmounts,
  DIMENSIONS,
  type Difference,
  type Dimension,
  type Group,
  type GroupKey,
  type Period,
  type Refunds,
  type TimeToPaid,
} from './compare/comparison.ts'
export type { Quantile } from './compare/durations.ts'
export { type Interval, LEAST_FOR_RATE, type Share, wilson } from './compare/interval.ts'
export { OUTCOMES, type Outcome } from './compare/outcomes.ts'
export { comparisonPage } from './compare/page.ts'
export type { BadLine, CompareSource, FoundSession } from './compare/source.ts'
export type { Sum } from './compare/sums.ts'
export { comparisonText } from './compare/text.ts'
export {
  type CoordinateOptions,
  coordinate,
  type SharedWork,
  type WorkOptions,
  workShards,
} from './distributed/coordinate.ts'
export { type Explanation, explain, type StoryRules } from './explain.ts'
export { type FieldRow, fieldRows } from './explain-record.ts'
export { type CurrencyAmount, type Finding, MAX_SHOWN, type ShownRecord } from './finding.ts'
export { type HtmlOptions, html } from './html/page.ts'
export type { Names } from './html/verdict-view.ts'
export { type ParquetOptions, parquet } from './parquet.ts'
export type { Progress } from './progress.ts'
export type { Quarantined } from './quarantine.ts'
export { REASONS, type Reason } from './reasons.ts'
export { type ReconcileOptions, reconcile } from './reconcile.ts'
export { FIELDS, type Field, type SideName, type SideRecord, STAKES, type Stake } from './record.ts'
export { RESULT_VERSION, type Result, type ResultSummary, type Verdict } from './result.ts'
export { parseRules, type Rules, type RulesInput, type Rung, readRules, rungName } from './rules.ts'
export type { ExportsSessions, Many, SeenSession, Side, StoreFilter } from './side.ts'
export type { CodeCount } from './tally.ts'
export type { ClassTotal, Identity } from './totals.ts'
export { csv, markdown, ndjson } from './write.ts'
