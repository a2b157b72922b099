import { html, nothing } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { eventLook } from '../lib/event-words.js';
import { actorName, clock, exactClock } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { cut, plain } from '../lib/plain.js';
import { tag } from './tag.js';

const BEYOND = 12;
/** More than most windows show at once. */
const RING = 128;

/** Rows of which only those near the eye are in the page, however many there are. Asks for `more` near the end. */
class EventRows extends LightElement {
  static properties = { rows: { attribute: false }, added: { attribute: false }, open: { attribute: false }, whole: { attribute: false }, hrefOf: { attribute: false } };

  constructor() {
    super();
    this.rows = [];
    this.added = 0;
    this.height = 36;
    this.first = 0;
    this.moved = () => this.#window().first !== this.first && this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('scroll', this.moved, { passive: true });
    addEventListener('resize', this.moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('scroll', this.moved);
    removeEventListener('resize', this.moved);
  }

  #window() {
    const above = Math.max(0, -this.getBoundingClientRect().top);
    const first = Math.max(0, Math.min(this.rows.length, Math.floor(above / this.height)) - BEYOND);
    return { first, last: Math.min(this.rows.length, first + Math.ceil(innerHeight / this.height) + 2 * BEYOND) };
  }

  /** Rows are as high as their text makes them, all alike. */
  updated() {
    const height = this.querySelector('li')?.getBoundingClientRect().height;
    if (height && Math.abs(height - this.height) > 0.1) {
      this.height = height;
      this.requestUpdate();
    }
    if (!this.whole && this.#window().last >= this.rows.length - BEYOND) {
      this.dispatchEvent(new CustomEvent('more'));
    }
  }

  render() {
    const { first, last } = this.#window();
    this.first = first;
    return html`${gap(first * this.height)}
      <ol class="rows" aria-label="Events, newest first">${repeat(this.rows.slice(first, last), (row, at) => this.#place(first + at, last - first), (row, at) => this.#row(row, first + at))}</ol>
      ${gap((this.rows.length - last) * this.height)}`;
  }

  /**
   * Each row keeps its place in a ring as long as it is seen, and with it its element and the focus; rows that come take
   * the elements of those that went, which is much less work than new ones.
   *
   * @param {number} at @param {number} count
   */
  #place(at, count) {
    const ring = RING * Math.ceil(count / RING);
    return (((this.added - at) % ring) + ring) % ring;
  }

  /** @param {import('../lib/event-list.js').Row} row @param {number} at */
  #row(row, at) {
    const look = eventLook(row);
    return html`<li aria-setsize=${this.whole ? this.rows.length : -1} aria-posinset=${at + 1}>
      <a class="event-row" data-row href=${this.hrefOf(row.seq)} aria-current=${row.seq === this.open ? 'true' : nothing}>
        <time class="num mono quiet" datetime=${row.at} title=${clock(row.at)}>${exactClock(row.at)}</time>
        <bdi class="mono cut type">${plain(row.type)}</bdi>
        <bdi class="cut says">${row.words || html`<span class="quiet">nothing more is said</span>`}</bdi>
        <bdi class="cut quiet small actor">${cut(plain(actorName(row.actor)), 60)}</bdi>
        <span class="out">${look ? tag(look) : ''}</span></a></li>`;
  }
}

/** Room for rows that are not there. @param {number} height */
const gap = (height) => html`<svg class="gap" width="1" height=${height} aria-hidden="true"></svg>`;

customElements.define('event-rows', EventRows);
