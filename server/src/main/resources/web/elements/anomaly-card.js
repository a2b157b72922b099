import { html } from 'lit';
import { post } from '../lib/api.js';
import { actorName, plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { confirm } from './confirm-sheet.js';
import { say, sayFailure } from './note-list.js';
import { tag } from './tag.js';
import './time-ago.js';

const FEW = 8;
/** @type {Record<string, string>} */
const KINDS = { rate: 'far more calls than usual', volume: 'far more data than usual', first_use: 'something new', unusual_hour: 'an unusual hour',
  denial_burst: 'many denials', scope_probing: 'feeling along its limits' };
const REACTIONS = { alert: 'you were alerted', suspend_grant: 'the grant is suspended', suspend_agent: 'the agent is suspended' };

/** Something out of the ordinary: why it was raised, from which figures and events, and what a person makes of it. */
class AnomalyCard extends LightElement {
  static properties = { anomaly: { attribute: false }, busy: { state: true }, all: { state: true } };

  render() {
    const { anomaly } = this;
    const open = anomaly.state === 'open';
    const evidence = this.all ? anomaly.evidence : anomaly.evidence.slice(0, FEW);
    return html`<article class="card anomaly ${open ? 'attention' : ''}" aria-labelledby=${`title-${anomaly.id}`}>
      <header class="row">${tag(open ? { word: 'open', icon: 'wait', tone: 'wait' } : { word: 'resolved', icon: 'done', tone: '' })}
        <h3 id=${`title-${anomaly.id}`}><a class="own" href=${`/security?anomaly=${anomaly.id}`} title="This anomaly alone has this address"><bdi>${plain(anomaly.agent)}</bdi>: ${KINDS[anomaly.kind] ?? plain(anomaly.kind)}</a></h3>
        <time-ago class="small quiet" .time=${anomaly.detected_at}></time-ago></header>
      <p class="why"><bdi>${plain(anomaly.explanation)}</bdi></p>
      <dl class="figures-line small">${Object.entries(anomaly.figures).map(([name, value]) => html`<div><dt>${plain(name).replaceAll('_', ' ')}</dt>
        <dd class="num"><bdi>${plain(typeof value === 'object' ? [value].flat().join(', ') : typeof value === 'number' ? value.toLocaleString('en') : value)}</bdi></dd></div>`)}</dl>
      <p class="small evidence"><span class="quiet">Evidence: ${anomaly.evidence.length ? '' : 'none on record'}</span> ${evidence.map((seq) => html`<a class="figure num" href=${`/events/${seq}${anomaly.task ? `?task=${encodeURIComponent(anomaly.task)}` : ''}`}>${seq}</a> `)}
        ${anomaly.evidence.length > evidence.length ? html`<button class="btn flat lean" @click=${() => (this.all = true)}>all ${anomaly.evidence.length}</button>` : ''}
        ${anomaly.tree ? html`· <a class="link" href=${`/tasks/${anomaly.tree}?at=${anomaly.task}`}>its task</a>` : ''}
        <span class="quiet">· ${anomaly.reactions.map((one) => REACTIONS[one] ?? plain(one)).join(', ') || 'nothing was done about it'}</span></p>
      ${open ? this.#acts(anomaly) : html`<p class="small quiet">${anomaly.feedback ? `${anomaly.feedback}; ` : ''}resolved by ${actorName(anomaly.resolved_by ?? '')}${anomaly.note ? html`: “<bdi>${plain(anomaly.note)}</bdi>”` : ', without a note'}</p>`}
    </article>`;
  }

  #acts(anomaly) {
    return html`<div class="acts"><div class="switch" role="group" aria-label="Was it to be expected?">
        ${['expected', 'unexpected'].map((verdict) => html`<button ${needs('approver')} class="btn flat lean" aria-pressed=${anomaly.feedback === verdict} ?disabled=${this.busy} @click=${() => this.#teach(verdict)}>${verdict}</button>`)}</div>
      <span class="small quiet">${anomaly.feedback === 'expected' ? 'not raised again until it exceeds this by half' : anomaly.feedback === 'unexpected' ? 'raised again as before' : 'teaches whether to raise it again'}</span>
      <button ${needs('approver')} class="btn" @click=${this.#resolve}>Resolve…</button></div>`;
  }

  async #teach(verdict) {
    this.busy = true;
    try {
      this.anomaly = await post(`/anomalies/${this.anomaly.id}/feedback`, { verdict });
    } catch (error) {
      sayFailure(error);
    }
    this.busy = false;
  }

  #resolve() {
    const { anomaly } = this;
    const suspended = anomaly.reactions.some((one) => one.startsWith('suspend'));
    confirm({
      title: 'Resolve this anomaly',
      words: html`You have looked at ${plural(anomaly.evidence.length, 'event')} of <bdi>${plain(anomaly.agent)}</bdi>. ${suspended ? 'Its suspension ends at once, and it can go on.' : 'Nothing is suspended; it leaves the open ones.'}`,
      action: 'Resolve',
      act: async (note) => {
        await post(`/anomalies/${anomaly.id}/resolve`, note ? { note } : {});
        say(`Resolved an anomaly of ${plain(anomaly.agent)}`);
      },
    });
  }
}

customElements.define('anomaly-card', AnomalyCard);
