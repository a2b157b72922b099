import { html } from 'lit';
import { duration, plural } from '../lib/format.js';
import { checkLook } from '../lib/library-looks.js';
import { tag } from './tag.js';

/** What this installation is. @param {any} system */
export const systemFacts = (system) => html`<dl class="terms"><dt>Version</dt><dd>Writ ${system.version}</dd>
  <dt>Model</dt><dd>${system.model} ${system.offline ? html`<span class="small quiet">answers without a network</span>` : ''}</dd>
  <dt>Running for</dt><dd class="num">${duration(system.uptime_seconds)}</dd>
  <dt>Data folder</dt><dd><code>${system.data}</code></dd><dt>Database</dt><dd><code>${system.database}</code></dd></dl>`;

/** @param {any} check */
const checkRow = (check) => html`<li class="check-row">${tag(checkLook(check.state))}<div><b>${check.name}</b> <span class="quiet">${check.detail}</span>
  ${check.disables ? html`<p class="small">Without it: ${check.disables}</p>` : ''}${check.hint ? html`<p class="small">What to do: ${check.hint}</p>` : ''}</div></li>`;

/** What was found on this machine: what is wrong, and what is fine folded away. @param {any[]} checks */
export function doctorList(checks) {
  const wrong = checks.filter(({ state }) => state !== 'ok').sort((one, other) => one.state.localeCompare(other.state));
  const fine = checks.filter(({ state }) => state === 'ok');
  return html`<div class="checks">${wrong.length ? html`<ul class="rows">${wrong.map(checkRow)}</ul>` : ''}
    <details ?open=${!wrong.length}><summary>${plural(fine.length, 'check')} found nothing wrong</summary><ul class="rows">${fine.map(checkRow)}</ul></details></div>`;
}

/** @param {any[]} checks */
export const doctorWord = (checks) => {
  const wrong = checks.filter(({ state }) => state !== 'ok').length;
  return tag(wrong ? { word: plural(wrong, 'remark'), icon: 'asks', tone: 'wait' } : { word: 'all is well', icon: 'done', tone: 'good' });
};
