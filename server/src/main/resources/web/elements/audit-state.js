import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import './copy-button.js';
import { bones } from './empty.js';
import { problem } from './problem.js';
import './time-ago.js';

/**
 * @typedef {{kind: string, seq: number, table: string, row: string, sentence: string}} Finding
 * @typedef {{holds: boolean, checked_at: string, took_millis: number, first: number, last: number, records: number, redacted: number, unsigned: number,
 *   signed?: {size: number, root: string, made_at: string}, findings: Finding[], more: number, notes: string[]}} Verification
 */

const WORDS = { changed: 'changed', removed: 'removed', inserted: 'put in', moved: 'moved', truncated: 'cut off', checkpoint: 'not as signed', tree: 'tree changed', redacted: 'emptied in secret', damaged: 'damaged' };

/** Whether the log is as it was written: what the last check said, and a way to check again. */
class AuditState extends LightElement {
  static properties = { busy: { state: true }, failure: { state: true } };

  checked = new Loader(this, () => get('/audit/verification'), ({ type }) => type.startsWith('audit.'));

  constructor() {
    super();
    this.busy = false;
    this.failure = null;
  }

  async #check() {
    this.busy = true;
    this.failure = null;
    try {
      this.checked.value = await post('/audit/verification');
    } catch (error) {
      this.failure = error;
    }
    this.busy = false;
  }

  render() {
    const { value, error } = this.checked;
    return html`<section class="card ${value && !value.holds ? 'alarm' : ''}" aria-labelledby="audit-state"><header><h2 id="audit-state">Is the log as it was written?</h2>
        <button class="btn lean" ?disabled=${this.busy} @click=${this.#check}>${this.busy ? 'Checking…' : 'Check now'}</button></header>
      <div class="body stack">${this.failure ?? error ? problem(this.failure ?? error, () => this.#check()) : ''}
        <div role="status">${value ? verdict(value) : ''}</div>
        ${value ? html`${value.holds ? '' : findings(value)}${figures(value)}` : error ? '' : bones(3)}</div></section>`;
  }
}

/** @param {Verification} value */
const verdict = (value) => (value.holds
  ? html`<p class="row"><span class="tag good">${icon('done')} verifies</span> <span>${plural(value.last ? value.last - value.first + 1 : 0, 'event')} and ${plural(value.records, 'record')} are as they were written. <span class="quiet">Checked <time-ago .time=${value.checked_at}></time-ago>.</span></span></p>`
  : html`<p class="row"><span class="tag bad">${icon('failed')} does not verify</span> <span>It is not as it was written. Keep a copy of the data folder before anything else; somebody changed the database, or its disk did. <span class="quiet">Checked <time-ago .time=${value.checked_at}></time-ago>.</span></span></p>`);

/** @param {Verification} value */
const findings = (value) => html`<ul class="rows findings" aria-label="What is wrong">${value.findings.slice(0, 20).map((one) => html`<li class="pad"><span class="tag bad">${icon('failed')} ${WORDS[one.kind] ?? one.kind}</span>
    <bdi class="small">${plain(one.sentence)}</bdi> ${one.seq ? html`<a class="link small" href=${`/events/${one.seq}`}>event ${one.seq}</a>` : ''}</li>`)}</ul>
  ${value.findings.length + value.more > 20 ? html`<p class="small quiet">And ${plural(value.findings.length + value.more - 20, 'more finding')}; <code>writ audit verify</code> lists them.</p>` : ''}`;

/** @param {Verification} value */
const figures = (value) => html`<dl class="terms">${value.signed ? html`<dt>Signed</dt><dd>up to event ${value.signed.size.toLocaleString('en')}${value.unsigned ? html` <span class="quiet">(${plural(value.unsigned, 'event')} since)</span>` : ''}, <time-ago .time=${value.signed.made_at}></time-ago></dd>
    <dt>Root</dt><dd><code class="root">${value.signed.root}</code></dd>` : html`<dt>Signed</dt><dd>nothing yet</dd>`}
    ${value.redacted ? html`<dt>Taken out</dt><dd>the data of ${plural(value.redacted, 'event')}</dd>` : ''}</dl>
  ${value.notes.map((note) => html`<p class="small quiet">${plain(note)}</p>`)}
  <div class="row"><span class="small quiet">Check it without this server:</span><copy-button text="writ audit verify --offline" label="writ audit verify --offline"></copy-button></div>`;

customElements.define('audit-state', AuditState);
