import { tokenField } from './layout.ts'
import { attributes, type Html, html } from './markup.ts'
import type { PayerLink } from './options.ts'
import { moment } from './parts.ts'
import type { View } from './view.ts'

/** Links to the payer's page. The address of one is shown once, when it is made: only its hash is kept. */
export function linkPanel(view: View, path: string, links: readonly PayerLink[]): Html {
  const { zone, now } = view
  const stateOf = ({ revokedAt, expiresAt }: PayerLink): string =>
    revokedAt !== null ? 'taken back' : expiresAt <= now.toISOString() ? 'run out' : 'valid'
  return html`<section class="panel" aria-labelledby="links"><h2 id="links">Payer’s page</h2>
<form method="post"${attributes({ action: `${path}/links` })}>${tokenField(view)}<button>Open the payer’s page</button></form>
<p class="calm">Makes a new link and opens it. Whoever has the link sees amount, status and refunds, and nothing else.</p>
${
  links.length === 0
    ? null
    : html`<ul class="links">${links.map(
        (link) =>
          html`<li><span>made ${moment(link.createdAt, zone)} by ${link.createdBy}, ${stateOf(link)}</span>${
            stateOf(link) === 'valid'
              ? html`<form method="post"${attributes({ action: `${path}/links/${link.hash}/revoke` })}>${tokenField(view)}<button class="plain">Take back<span class="unseen"> the link of ${zone.text(link.createdAt)}</span></button></form>`
              : null
          }</li>`,
      )}</ul>`
}</section>`
}
