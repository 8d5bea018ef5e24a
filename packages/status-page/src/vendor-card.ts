import { grouped } from './amounts.ts'
import { availability } from './health-hours.ts'
import type { AccountReport } from './health-report.ts'
import type { AccountHealth } from './health-watch.ts'
import { budgetUse, HEALTH_LOOKS, percent, REASON_TEXTS, tookText } from './health-words.ts'
import { attributes, type Child, type Html, html } from './markup.ts'
import { age, moment, tag } from './parts.ts'
import { address } from './query.ts'
import { duration } from './times.ts'
import { healthMark, uptimeStrip } from './uptime-strip.ts'
import type { View } from './view.ts'

/** One account: what is said of it, why, and what that rests on. */
export function vendorCard(view: View, { report, judgement, hours }: AccountHealth, index: number): Html {
  const { now, zone, nameOf, values } = view
  const { provider, account, health } = report
  const { state, since, reasons, pending } = judgement
  const name = nameOf(provider)
  const id = `vendor-${index}`
  const up = availability(hours)
  return html`<section class="panel vendor"${attributes({ 'aria-labelledby': id })}>
<div class="title"><h2${attributes({ id })}>${name}${account === 'default' ? null : html` ${tag(account)}`}</h2>${healthMark(state)}</div>
<p class="calm">${state === 'no_data' ? 'Nothing was sent to it from this process.' : html`${state === 'stale' ? 'Last heard of' : 'Since'} ${moment(since, zone)}${reasons.length === 0 ? null : html`: ${reasons.map((reason) => REASON_TEXTS[reason](report)).join(', ')}`}.`}${pending === null ? null : html` Looks ${HEALTH_LOOKS[pending.state].word.toLowerCase()} since ${moment(pending.since, zone)}; it is said when it lasts.`}</p>
<dl class="figures">
${figure('Errors', health?.errorRate == null ? null : percent(health.errorRate), health === null ? null : `of ${health.requests === 1 ? '1 request' : `${grouped(String(health.requests))} requests`}, 5 min`)}
${figure('Half within', health?.p50Ms == null ? null : tookText(health.p50Ms), 'p50, 5 min')}
${figure('95 of 100 within', health?.p95Ms == null ? null : tookText(health.p95Ms), 'p95, 5 min')}
${figure('Last success', health?.lastSuccessAt == null ? null : age(health.lastSuccessAt, now, zone), health?.lastFailureAt == null ? 'no failure seen' : html`failed ${age(health.lastFailureAt, now, zone)}`)}
${figure('Last read', report.freshnessMs === null ? null : `${duration(report.freshnessMs)} ago`, `${grouped(String(report.readsPerMinute))} in the last minute`)}
${figure('Waiting', grouped(String(report.due)), waiting(report))}
${figure('Budget used', ...budget(report))}
${figure('Available', up === null ? null : percent(up.share), up === null ? 'not judged yet' : `of ${duration(up.judgedMs)} judged`)}
</dl>
${uptimeStrip({ id: `strip-${index}`, of: name }, hours, now, zone)}
<p class="onward"><a${attributes({ href: address('/', { tz: values.tz, provider, account: account === 'default' ? undefined : account }) })}>Sessions of ${name}</a></p>
</section>`
}

const figure = (label: string, value: Child, below: Child): Html =>
  html`<div><dt>${label}</dt><dd>${value == null ? html`<span class="value none">–<span class="unseen">not known</span></span>` : html`<span class="value">${value}</span>`}<span class="under">${below}</span></dd></div>`

function waiting({ watched, failing, lagMs }: AccountReport): string {
  const parts = [`of ${grouped(String(watched))} watched`]
  if (lagMs >= 1_000) parts.push(`${duration(lagMs)} behind`)
  if (failing > 0) parts.push(`${grouped(String(failing))} failing`)
  return parts.join(', ')
}

function budget(report: AccountReport): [Child, Child] {
  const use = budgetUse(report)
  if (use === null || report.rateLimit == null) return [null, 'no limit is known']
  const { requests, windowMs } = report.rateLimit
  return [percent(use), `of ${grouped(String(requests))} per ${windowMs === 60_000 ? 'minute' : duration(windowMs)}`]
}
