import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/incident-card.js';
import { problem } from '../elements/problem.js';
import { get, orNothing } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { query, router, setQuery } from '../lib/router.js';

const isOfIncidents = ({ type }) => type.startsWith('incident.');

/** What went wrong and what was done about it: what goes on first, then what is over. */
class IncidentsPage extends LightElement {
  all = new Loader(this, () => get('/incidents'), isOfIncidents);
  named = new Loader(this, () => (query('incident') ? orNothing(get(`/incidents/${encodeURIComponent(query('incident'))}`)) : Promise.resolve(undefined)), isOfIncidents);

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
  }

  handleEvent() {
    this.requestUpdate();
    this.named.reload();
  }

  render() {
    const { value, error } = this.all;
    const others = value?.filter(({ id }) => id !== query('incident'));
    const open = others?.filter((incident) => !('ended_at' in incident)) ?? [];
    const over = others?.filter((incident) => 'ended_at' in incident) ?? [];
    return html`<h1 class="unseen">Incidents</h1>
      ${query('incident') ? this.#named() : ''}
      ${error ? problem(error, () => this.all.reload()) : ''}
      <section class="stack" aria-labelledby="open-incidents"><h2 id="open-incidents">${open.length ? plural(open.length, 'incident') + ' going on' : 'Going on'}</h2>
        <span class="unseen" role="status">${open.length ? `${plural(open.length, 'incident')} going on` : ''}</span>
        ${open.length ? cards(open) : value ? html`<div class="card">${empty('Nothing is wrong', 'Servers that fail, models that do not answer, tasks that fail alike or are stuck, versions that do worse than the one before: what is recognised appears here at once, with what Writ does about it.')}</div>` : error ? '' : html`<div class="card">${bones(3)}</div>`}</section>
      ${over.length ? html`<section class="stack" aria-labelledby="past-incidents"><h2 id="past-incidents">Over</h2>${cards(over)}</section>` : ''}
      <div class="offers"><copy-as .request=${{ path: '/incidents', query: {} }}></copy-as></div>`;
  }

  /** The one that the address names, with its timeline. */
  #named() {
    const { value, error } = this.named;
    return html`<section class="stack" aria-labelledby="named-incident"><div class="spread"><h2 id="named-incident">The incident of this address</h2>
        <button class="btn flat lean" @click=${() => setQuery('incident', '')}>Put away</button></div>
      ${error ? problem(error, () => this.named.reload()) : value === null ? html`<div class="card">${empty('There is no such incident', 'It may be of another data folder.')}</div>`
        : value ? html`<incident-card whole .incident=${value}></incident-card>` : html`<div class="card">${bones(3)}</div>`}</section>`;
  }
}

const cards = (incidents) => repeat(incidents, ({ id }) => id, (incident) => html`<incident-card .incident=${incident}></incident-card>`);

customElements.define('incidents-page', IncidentsPage);
