import { html } from 'lit';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { problem } from '../elements/problem.js';
import { tag } from '../elements/tag.js';
import '../elements/time-ago.js';
import { get } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { improvementLook, scoreWords, stageName } from '../lib/improvements.js';
import { useKeys } from '../lib/keys.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { query, router, setQuery } from '../lib/router.js';

const MOST = 500;
/** @type {Record<string, {name: string, title: string, states: string[]}>} */
const GROUPS = {
  waiting: { name: 'Waiting', title: 'Waits for you', states: ['waiting'] },
  trial: { name: 'On trial', title: 'On trial', states: ['running', 'paused'] },
  kept: { name: 'Kept', title: 'Kept', states: ['promoted'] },
  back: { name: 'Taken back', title: 'Taken back', states: ['rolled_back'] },
  rejected: { name: 'Rejected', title: 'Rejected', states: ['rejected'] },
};

/** What Writ changes of itself: what waits for a person, what is on trial, and what came of the others. */
class ImprovementsPage extends LightElement {
  improvements = new Loader(this, () => get('/improvements', { limit: MOST }), ({ type }) => type.startsWith('experiment.'));

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
    this.forget = useKeys([{ keys: '/', what: 'Filter the list', run: () => /** @type {HTMLElement} */ (this.querySelector('#filter'))?.focus() }]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
    this.forget();
  }

  handleEvent() {
    this.requestUpdate();
  }

  render() {
    const { value, error } = this.improvements;
    const words = query('q').toLowerCase();
    const fitting = value?.filter((one) => !words || `${one.name} ${one.hypothesis} ${one.kind} ${one.id} ${one.proposed_by}`.toLowerCase().includes(words));
    const groups = Object.entries(GROUPS).map(([id, group]) => ({ id, ...group, rows: (fitting ?? []).filter(({ state }) => group.states.includes(state)) }));
    const shown = groups.filter(({ id, rows }) => rows.length && (!GROUPS[query('show')] || query('show') === id));
    return html`<h1 class="unseen">Improvements</h1>
      <div class="bar-row"><div class="switch wrap" role="group" aria-label="Which ones">${[{ id: '', name: 'All', rows: fitting ?? [] }, ...groups].map(({ id, name, rows }) => html`<button class="btn flat lean"
          aria-pressed=${id === (GROUPS[query('show')] ? query('show') : '')} @click=${() => setQuery('show', id)}>${name} <span class="quiet num">${value ? rows.length : ''}</span></button>`)}</div>
        <input class="input filter" id="filter" type="search" placeholder="Filter" aria-label="Filter the list" .value=${query('q')} @input=${(event) => setQuery('q', event.target.value)}></div>
      ${error ? problem(error, () => this.improvements.reload()) : ''}
      ${!value ? (error ? '' : html`<section class="card">${bones(6)}</section>`) : shown.length ? shown.map(section) : html`<section class="card">${this.#nothing(value.length)}</section>`}
      <div class="offers"><copy-as .cli=${'writ improve ls'} .request=${{ path: '/improvements', query: { limit: MOST } }}></copy-as><export-list .rows=${shown.flatMap(({ rows }) => rows)} .name=${'improvements'}></export-list></div>
      ${value?.length === MOST ? html`<p class="quiet small">The newest ${plural(MOST, 'experiment')}.</p>` : ''}`;
  }

  /** @param {number} others */
  #nothing(others) {
    return others ? empty('None of them fits', 'Take the filter away to see the others.')
      : empty('Nothing was tried yet', 'Writ watches how its tools and agents are used. Where something could be better, it proposes a change of one definition, tries it on recorded tasks under both versions, then on a part of the real ones, and keeps what measurably helps. Whatever widens power waits here for you first.',
        html`<code>writ improve ls</code>`);
  }
}

const section = ({ id, title, rows }) => html`<section class="card ${id === 'waiting' ? 'attention' : ''}" aria-labelledby=${`group-${id}`}><header><h2 id=${`group-${id}`}>${title}</h2><span class="tiny num">${rows.length}</span></header>
  <ul class="rows">${rows.map((one) => html`<li><a class="decided-row experiment-row" data-row href=${`/improvements/${encodeURIComponent(one.id)}`}>
    ${tag(improvementLook(one.state))}
    <span class="what"><span class="cut"><b><bdi>${plain(one.name)}</bdi></b> <span class="quiet">${one.kind}, v${one.incumbent} → v${one.candidate}</span></span>
      <bdi class="cut tiny quiet">${plain(one.hypothesis)}</bdi></span>
    <span class="small figures-of"><span class="num nowrap">${scoreWords(one)}</span><span class="tiny quiet nowrap">${one.pairs ? plural(one.pairs, 'pair') : ''}${one.pairs && !one.ended_at ? ', ' : ''}${one.ended_at ? '' : stageName(one.stage).toLowerCase()}</span></span>
    <time-ago class="small quiet num" .time=${one.ended_at ?? one.updated_at}></time-ago></a></li>`)}</ul></section>`;

customElements.define('improvements-page', ImprovementsPage);
