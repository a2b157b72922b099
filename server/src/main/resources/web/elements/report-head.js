import { html } from 'lit';
import { icon } from '../lib/icons.js';
import { save, utc } from '../lib/report.js';
import './copy-button.js';

/**
 * What a report is about, how far it can be trusted, and how to take it along.
 *
 * @param {import('../lib/report.js').Signed} signed
 * @param {import('../lib/report.js').Report} report
 * @param {() => void} again makes it anew
 * @param {(section: string) => void} show goes to a section
 */
export const reportHead = (signed, report, again, show) => html`<section class="card report-head" aria-labelledby="report-title">
  <div class="body"><div class="spread"><h1 id="report-title">Compliance report</h1>
      <div class="row screen-only"><button class="btn flat" @click=${again}>Make it anew</button><button class="btn" @click=${() => print()}>Print…</button>
        <button class="btn pri" @click=${() => save(signed, report)}>${icon('down')} Download signed JSON</button></div></div>
    <dl class="terms"><dt>Period</dt><dd>${utc(report.from)} to ${utc(report.until)} UTC, in whole hours</dd>
      <dt>Made</dt><dd>${utc(report.made_at)} UTC by Writ ${report.version}</dd>
      <dt>Signed</dt><dd>with the key <code>${signed.key.kid}</code>; all times below are UTC</dd>
      <dt>The log</dt><dd>${report.log_verified ? html`<span class="tag good">${icon('done')} verified</span>` : html`<a class="tag bad" href="/security#audit-state">${icon('failed')} does not verify</a>`}</dd></dl>
    <div class="row screen-only"><span class="small quiet">Check a downloaded file anywhere, without a server:</span>
      <copy-button text="writ compliance verify FILE --key KEY" label="writ compliance verify"></copy-button></div></div>
  <nav class="pad row screen-only" aria-label="Parts of the report">${[...report.sections, { id: 'controls', title: 'What this is evidence of' }].map(({ id, title }) =>
    html`<button class="btn lean chip" @click=${() => show(id)}>${title}</button>`)}</nav></section>`;
