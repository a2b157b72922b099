import { html } from 'lit';
import { get } from '../lib/api.js';
import { duration, plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { taskLook } from '../lib/states.js';
import { bones } from './empty.js';
import { problem } from './problem.js';
import { tag } from './tag.js';
import './text-block.js';

/** A fork or replay beside the request it came from: what came of each. */
class BesideView extends LightElement {
  static properties = { origin: { attribute: false } };

  reports = new Loader(this, () => Promise.all([get(`/tasks/${this.origin.source}/report`), get(`/tasks/${this.origin.tree}/report`)]),
    (event) => event.tree === this.origin.tree || event.tree === this.origin.source);

  render() {
    const { origin } = this;
    const { value, error } = this.reports;
    if (error && !value) {
      return problem(error);
    }
    if (!value) {
      return bones(3);
    }
    const words = origin.kind === 'fork' ? html`Forked from step ${origin.step} of <a class="link" href=${`/tasks/${origin.source}?at=${origin.source_task}&view=context&step=${origin.step}`}>this request</a>.
        ${origin.changed.length ? html`Worded otherwise: ${origin.changed.join(', ')}.` : 'No word was changed.'} No grant was taken over, and nothing of the first run was undone.`
      : html`The same request as <a class="link" href=${`/tasks/${origin.source}`}>this one</a>, run again. Nothing of the first run was undone.`;
    return html`<div class="beside"><p class="small">${words}</p><div class="versus">${value.map((report, i) => html`<section aria-label=${i ? 'This request' : 'The first one'}>
      <p class="row"><b>${i ? 'This one' : 'The first'}</b> ${tag(taskLook(report.status))}</p>
      <dl class="terms small"><dt>Took</dt><dd>${duration(report.seconds)}</dd><dt>Calls</dt><dd>${plural(report.tool_calls, 'call')}, ${report.denied} denied</dd>
        <dt>Grants</dt><dd>${report.grants.map(({ tool }) => tool).join(', ') || 'none'}</dd><dt>Changed</dt><dd>${report.files_changed.join(', ') || 'no file'}</dd></dl>
      ${report.result ? html`<text-block .text=${report.result} .label=${'Result'}></text-block>` : html`<p class="quiet small">${report.error?.message ?? 'No result yet.'}</p>`}</section>`)}</div></div>`;
  }
}

customElements.define('beside-view', BesideView);
