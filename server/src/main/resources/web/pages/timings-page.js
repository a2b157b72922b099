import { html } from 'lit';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { periodBar } from '../elements/period-bar.js';
import { problem } from '../elements/problem.js';
import { tag } from '../elements/tag.js';
import { get } from '../lib/api.js';
import { exactClock, micros, plural } from '../lib/format.js';
import { markerLook, markerPath } from '../lib/improvements.js';
import { concernsMarkers, markersOf } from '../lib/markers.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { periodOf } from '../lib/period.js';
import { plain } from '../lib/plain.js';
import { query, router, setQueries } from '../lib/router.js';
import { callLook } from '../lib/states.js';

const PAGE = 100;
const MOST = 2000;
const STAGES = { tool: 'Calls of tools', model: 'Answers of models', permission_check: 'Permission checks', queue: 'Waits to be taken up', assignment: 'Requests answered by policy',
  approval: 'Requests that waited for people', waiting: 'Calls that waited', denial: 'Denials', grant: 'Grants that ended' };
const NAMES = ['stage', 'agent', 'subject', 'detail', 'outcome', 'at_least_micros'];

/** What is behind a number: the very events that it counts. */
class TimingsPage extends LightElement {
  static properties = { most: { state: true } };
  timings = new Loader(this, () => get('/timings', this.#wanted()), () => false);
  markers = new Loader(this, () => markersOf(periodOf('day')), concernsMarkers);

  constructor() {
    super();
    this.most = PAGE;
  }

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
  }

  #wanted() {
    const { from, until } = periodOf('day');
    const values = Object.fromEntries(NAMES.map((name) => [name, query(name)]));
    return { ...values, stage: values.stage || 'tool', from, until, limit: this.most };
  }

  handleEvent() {
    this.most = PAGE;
    this.timings.reload();
    this.markers.reload();
  }

  render() {
    const { value, error } = this.timings;
    const least = Number(query('at_least_micros'));
    return html`<div class="head"><h1>${STAGES[query('stage') || 'tool'] ?? 'Times'}</h1>
        <p>The very events behind a number, newest first${least ? html`; those that took at least ${micros(least)}
          <button class="btn lean chip" @click=${() => setQueries({ at_least_micros: '' })}>any length ✕</button>` : ''}.</p></div>
      ${periodBar('day', ['agent', 'subject', 'detail', 'outcome'], undefined)}
      ${error ? problem(error, () => this.timings.reload()) : ''}
      <section class="card" aria-label="Events">${value?.length ? html`<ul class="rows">${this.#between(value).map((one) => (one.sentence ? markerRow(one) : this.#row(one)))}</ul>` : value
        ? empty('Nothing fits', 'No event of this kind is on record for this time.') : error ? '' : bones(6)}</section>
      ${value?.length === this.most && this.most < MOST ? html`<div><button class="btn" @click=${this.#more}>Show more</button></div>`
        : value?.length ? html`<p class="quiet small">${plural(value.length, 'event')}${value.length === MOST ? ', the newest' : ', and that is all'}.</p>` : ''}
      <div class="offers"><copy-as .request=${{ path: '/timings', query: this.#wanted() }}></copy-as><export-list .rows=${value} .name=${'timings'}></export-list></div>`;
  }

  #more() {
    this.most = Math.min(MOST, this.most * 4);
    this.timings.reload();
  }

  /** The events with what changed between them, newest first. @param {any[]} timings */
  #between(timings) {
    const oldest = timings.length === this.most ? Date.parse(timings.at(-1).at) : 0;
    const markers = (this.markers.value ?? []).filter(({ at }) => Date.parse(at) >= oldest);
    return markers.length ? [...timings, ...markers].sort((one, other) => Date.parse(other.at) - Date.parse(one.at)) : timings;
  }

  #row(one) {
    const name = [one.subject === 'core' ? '' : one.subject, one.detail].filter(Boolean).join(' · ');
    return html`<li><a class="timing-row" data-row href=${`/events/${one.seq}?${new URLSearchParams(one.task ? { task: one.task } : { entity: one.entity })}`}>
      <time class="num mono quiet" datetime=${one.at}>${exactClock(one.at)}</time><bdi class="cut">${plain(name || one.type)}</bdi>
      <bdi class="cut quiet small agent">${plain(one.agent)}</bdi><span>${tag(callLook(one.outcome))}</span>
      <span class="num took">${one.micros ? micros(one.micros) : html`<span class="quiet" title="it has no time">–</span>`}</span></a></li>`;
  }
}

const markerRow = (marker) => html`<li class="marker-row small"><time class="num mono quiet" datetime=${marker.at}>${exactClock(marker.at)}</time>
  ${tag(markerLook(marker.type))} <a class="figure" href=${markerPath(marker)}><bdi>${plain(marker.sentence)}</bdi></a></li>`;

customElements.define('timings-page', TimingsPage);
