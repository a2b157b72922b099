import { html } from 'lit';
import { plural } from '../lib/format.js';
import { plain } from '../lib/plain.js';
import { query, setQuery } from '../lib/router.js';
import './period-choice.js';

const WHEN = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

/**
 * The period of a page, what it is narrowed to, and what was counted.
 *
 * @param {string} usual @param {string[]} names of values in the address that narrow it
 * @param {{from: string, until: string, events_behind: number} | undefined} counted
 * @param {unknown} [more]
 */
export const periodBar = (usual, names, counted, more = '') => html`<div class="bar-row period-bar">
  <period-choice .usual=${usual} .now=${location.search}></period-choice>
  ${names.filter(query).map((name) => html`<button class="btn lean chip" @click=${() => setQuery(name, '')} title="Take this filter away">${name} <b><bdi>${plain(query(name))}</bdi></b> ✕</button>`)}
  <span class="quiet small">${counted ? html`${WHEN.format(new Date(counted.from))} to ${WHEN.format(new Date(counted.until))}, in whole hours${counted.events_behind
    ? html`; <b>${plural(counted.events_behind, 'event')} not counted yet</b>` : ''}` : ''}</span>${more}</div>`;

/** A name that narrows the page to it. @param {string} name @param {string} value */
export const narrowing = (name, value) => (value && value !== query(name)
  ? html`<button class="name-link" title="Only this ${name}" @click=${() => setQuery(name, value)}><bdi>${plain(value)}</bdi></button>` : html`<bdi>${plain(value || '–')}</bdi>`);
