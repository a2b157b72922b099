import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { confirm } from './confirm-sheet.js';
import { say } from './note-list.js';
import { tag } from './tag.js';
import './time-ago.js';

/** @type {Record<string, import('../lib/states.js').Look>} */
const LOOKS = {
  open: { word: 'open', icon: 'wait', tone: 'wait' },
  acting: { word: 'acting', icon: 'run', tone: 'run' },
  watching: { word: 'watching', icon: 'run', tone: 'run' },
  waiting_for_person: { word: 'asks you', icon: 'asks', tone: 'wait' },
  resolved: { word: 'resolved', icon: 'done', tone: 'good' },
  given_up: { word: 'given up', icon: 'failed', tone: 'bad' },
};

/** How an incident stands. @param {{state: string}} incident */
export const incidentTag = ({ state }) => tag(LOOKS[state] ?? { word: plain(state), icon: 'wait', tone: '' });

const words = (text) => plain(text).replaceAll('_', ' ');

/** A trouble, why it is thought to be one, and, where it is open, what was done about it step by step. */
class IncidentCard extends LightElement {
  static properties = { incident: { attribute: false }, whole: { type: Boolean } };

  steps = new Loader(this, () => (this.whole ? get(`/incidents/${encodeURIComponent(this.incident.id)}`) : Promise.resolve(undefined)),
    ({ type, entity }) => type.startsWith('incident.') && (!entity || entity === this.incident.id));

  render() {
    const { incident } = this;
    const over = 'ended_at' in incident;
    const marked = incident.quarantined.length;
    return html`<article class="card anomaly ${over ? '' : 'attention'}" aria-labelledby=${`title-${incident.id}`}>
      <header class="row">${incidentTag(incident)}
        <h3 id=${`title-${incident.id}`}><a class="own" href=${`/incidents?incident=${encodeURIComponent(incident.id)}`} title="This incident alone, with all that happened"><bdi>${plain(incident.title)}</bdi></a></h3>
        <time-ago class="small quiet" .time=${incident.opened_at}></time-ago></header>
      <p class="why"><span class="quiet">${incident.cause_known ? 'Cause:' : 'Cause, as a guess:'}</span> <bdi>${plain(incident.cause)}</bdi></p>
      ${incident.resolution ? html`<p class="small"><bdi>${plain(incident.resolution)}</bdi></p>` : ''}
      <p class="small quiet">${plural(incident.attempts, 'action')}${incident.times > 1 ? `; ${incident.times} of its kind lately` : ''}${incident.recorded_way ? html`; recognised, so it began with <b>${words(incident.recorded_way)}</b>` : ''}
        · <a class="link" href=${`/tasks/${encodeURIComponent(incident.task)}`}>its task</a>${incident.document ? html` · <a class="link" href=${`/documents/${encodeURIComponent(incident.document)}`}>what was learned</a>` : ''}</p>
      ${this.whole ? this.#whole() : ''}
      ${marked ? html`<p class="small">${plural(marked, 'version')} of <bdi>${plain(incident.entity)}</bdi> ${marked === 1 ? 'is' : 'are'} in quarantine: ${incident.quarantined.map(({ version }) => version).join(', ')}.</p>` : ''}
      ${over && !marked ? '' : html`<div class="acts">${over ? '' : html`<button ${needs('operator')} class="btn" @click=${this.#close}>Close…</button>`}
        ${marked ? html`<button ${needs('administrator')} class="btn" @click=${this.#lift}>Lift the quarantine…</button>` : ''}</div>`}
    </article>`;
  }

  #whole() {
    const { incident } = this;
    const { value, error } = this.steps;
    return html`<p class="small evidence"><span class="quiet">Evidence: ${incident.evidence.length ? '' : 'how things stand'}</span>
        ${incident.evidence.map((id) => html`<a class="figure" href=${id.startsWith('task') ? `/tasks/${encodeURIComponent(id)}` : `/events?entity=${encodeURIComponent(id)}`}>…${plain(id.slice(-6))}</a> `)}</p>
      ${error ? html`<p class="small">What happened could not be read.</p>` : ''}
      ${value ? html`<ol class="timeline-steps small" aria-label="What happened">${value.timeline.map((step) => html`<li>
        <time class="num quiet" datetime=${step.at}>${new Date(step.at).toLocaleTimeString('en-GB')}</time>
        <span>${words(step.kind)}${step.outcome ? html` <span class="quiet">${words(step.outcome)}</span>` : ''}</span>
        <bdi>${plain(step.text)}</bdi></li>`)}</ol>` : ''}`;
  }

  #lift() {
    const { incident } = this;
    const over = 'ended_at' in incident;
    confirm({
      title: 'Lift the quarantine',
      words: html`What <bdi>${plain(incident.title)}</bdi> put aside may become active again; nothing becomes active by this alone.${over ? '' : ' The incident is over with it.'}`,
      action: 'Lift it',
      act: async (note) => {
        await post(`/incidents/${encodeURIComponent(incident.id)}/close`, { lift_quarantine: true, ...(note ? { note } : {}) });
        say(`Lifted the quarantine of ${plain(incident.entity)}`);
      },
    });
  }

  #close() {
    const { incident } = this;
    confirm({
      title: 'Close this incident',
      words: html`You say that <bdi>${plain(incident.title)}</bdi> is over. Nothing more is done about it; where it shows again, there is a new incident.`,
      action: 'Close',
      act: async (note) => {
        await post(`/incidents/${encodeURIComponent(incident.id)}/close`, note ? { note } : {});
        say(`Closed ${plain(incident.title)}`);
      },
    });
  }
}

customElements.define('incident-card', IncidentCard);
