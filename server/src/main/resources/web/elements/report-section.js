import { html } from 'lit';
import { actorName, plural } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';
import { plain } from '../lib/plain.js';
import { pageOf, utc } from '../lib/report.js';
import { scopeList } from './scope-list.js';

/** On a screen; printed are all. */
const SHOWN = 8;

const TONES = { approved: 'good', denied: 'bad', expired: 'past', open: 'wait', resolved: 'good', expected: 'past', unexpected: 'wait', active: 'good', inactive: 'past' };
const ICONS = { approved: 'done', denied: 'denied', expired: 'past', open: 'wait', resolved: 'done', expected: 'done', unexpected: 'asks', active: 'done', inactive: 'past' };
const TAGGED = ['answer', 'state', 'feedback', 'status'];
const WORDY = ['explanation', 'asked_because', 'answered_because', 'note', 'reason', 'detail'];

/** One part of a compliance report: what it shows, its figures, and its rows with the way to their events. */
class ReportSection extends LightElement {
  /** `section`: a Section of lib/report.js. */
  static properties = { section: { attribute: false }, whole: { state: true } };

  render() {
    const { id, title, shows, figures, rows, left_out: left, note } = this.section;
    return html`<section class="card report-part" aria-labelledby="part-${id}">
      <header><h2 id="part-${id}" tabindex="-1">${title}</h2></header>
      <p class="note-line">${shows}</p>
      <dl class="figures-line pad">${figures.map((figure) => html`<div><dt>${figure.name}</dt>
        <dd class="num">${figure.events && figure.value ? html`<a class="figure" href=${pageOf(figure.events)}>${figure.value.toLocaleString('en')}</a>` : figure.value.toLocaleString('en')}</dd></div>`)}</dl>
      ${rows.length ? this.#table() : ''}
      ${rows.length > SHOWN ? html`<button class="btn flat lean all" @click=${() => (this.whole = !this.whole)}>${this.whole ? 'Show fewer' : `Show all ${plural(rows.length, 'row')}`}</button>` : ''}
      ${left ? html`<p class="pad small quiet">${plural(left, 'more is', 'more are')} left out. Choose a shorter time to see them.</p>` : ''}
      ${note ? html`<p class="pad small quiet">${note}</p>` : ''}</section>`;
  }

  #table() {
    const { title, columns, rows } = this.section;
    // What no row says is not worth a column.
    const used = columns.filter(({ key }) => rows.some((row) => says(row[key])));
    const linked = rows.some(({ events }) => events);
    return html`<table class="figures many report ${this.whole ? '' : 'short'}" role="table"><caption class="unseen">${title}</caption>
      <thead role="rowgroup"><tr role="row">${used.map(({ key, name }) => html`<th role="columnheader" scope="col" class=${isCount(rows, key) ? 'num' : ''}>${name}</th>`)}${linked ? html`<th role="columnheader" scope="col">Record</th>` : ''}</tr></thead>
      <tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${used.map(({ key, name }, at) => (at === 0
        ? html`<th role="rowheader" scope="row" class=${isCount(rows, key) ? 'num' : ''}>${cell(key, row[key])}</th>`
        : html`<td role="cell" class="${isCount(rows, key) ? 'num' : ''} ${WORDY.includes(key) ? 'wordy' : ''}" data-name=${name}>${cell(key, row[key])}</td>`))}
        ${linked ? html`<td role="cell" data-name="Record">${row.events ? html`<a class="figure nowrap" href=${pageOf(row.events)}>${recordName(row.events)}</a>` : ''}</td>` : ''}</tr>`)}</tbody></table>`;
  }
}

/** @param {any} value */
const says = (value) => value !== '' && value !== undefined && (!Array.isArray(value) || value.length > 0);

/** @param {import('../lib/report.js').Row[]} rows @param {string} key */
const isCount = (rows, key) => typeof rows[0][key] === 'number';

/** A printed row still says which event it is about. @param {string} events */
const recordName = (events) => (/\/events\/(\d+)$/.test(events) ? `event ${events.replace(/^.*\//, '')}` : 'events');

/** @param {string} key @param {any} value */
function cell(key, value) {
  if (!says(value)) {
    return html`<span class="quiet">–</span>`;
  }
  switch (true) {
    case key === 'at': return html`<time datetime=${value} class="nowrap">${utc(value)}</time>`;
    case key === 'scope': return Object.keys(value).length ? scopeList(value) : html`<span class="quiet">nothing</span>`;
    case key === 'by' || key === 'resolved_by': return html`<bdi>${plain(actorName(value))}</bdi>`;
    case TAGGED.includes(key): return html`<span class="tag ${TONES[value] ?? 'past'}">${icon(/** @type {any} */ (ICONS[value] ?? 'past'))} ${plain(value)}</span>`;
    case key === 'present': return value ? html`<span class="tag good">${icon('done')} present</span>` : html`<span class="tag bad">${icon('failed')} missing</span>`;
    case typeof value === 'boolean': return value ? 'yes' : 'no';
    case typeof value === 'number': return value.toLocaleString('en');
    case Array.isArray(value): return html`<bdi>${plain(value.join(', ')).replaceAll('_', ' ')}</bdi>`;
    case key === 'rule' || key === 'kind': return html`<bdi>${plain(value).replaceAll('_', ' ')}</bdi>`;
    default: return html`<bdi>${plain(value)}</bdi>`;
  }
}

customElements.define('report-section', ReportSection);
