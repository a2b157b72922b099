import { html, svg } from 'lit';
import { LightElement } from '../lib/light.js';
import { go } from '../lib/router.js';
import { bucketName } from '../lib/buckets.js';
import { markerLook, markerPath } from '../lib/improvements.js';
import { within } from '../lib/markers.js';
import { plain } from '../lib/plain.js';
import './figure-table.js';
import { markerList } from './marker-list.js';

const ROOM = 94;
const LEAST = 1.6;

/** What is there is seen, however little it is. @param {number} value @param {number} most @returns {number} of a hundred */
const high = (value, most) => (value > 0 ? Math.max(LEAST, (value / most) * ROOM) : 0);

/**
 * Bars over time, each of which leads to what is behind it. The same figures are in a table below, for those who do not
 * see or point.
 *
 * @typedef {{from: string, until: string, parts: {name: string, value: number, words: string, tone: string}[], href: string}} Bar `parts` from
 *   behind to front; none where nothing is on record
 */
class BarChart extends LightElement {
  /** `none`: what a stretch without a bar means. `bare`: without scale and table, to stand beside them. `markers`: changes of definitions. */
  static properties = { bars: { attribute: false }, grain: { type: String }, label: { type: String }, top: { attribute: false }, markers: { attribute: false }, none: { type: String }, bare: { type: Boolean } };

  render() {
    const { bars } = this;
    const most = Math.max(...bars.flatMap(({ parts }) => parts.map(({ value }) => value)), 0);
    const width = 100 / Math.max(1, bars.length);
    const room = bars.length > 100 ? 0.02 : width * 0.14;
    const shapes = bars.map((bar, at) => svg`<g class=${bar.href && bar.parts.length ? 'way' : ''} data-at=${at}>
      <rect class="hit" x="${at * width}%" width="${width}%" y="0" height="100%"><title>${this.#words(bar)}</title></rect>
      ${bar.parts.length ? bar.parts.map(({ value, tone }) => svg`<rect class=${tone} x="${at * width + room}%" width="${Math.max(0.2, width - 2 * room)}%"
          y="${100 - high(value, most)}%" height="${high(value, most)}%"/>`)
        : svg`<rect class="none" x="${at * width + width / 2 - 0.1}%" width="3" y="94%" height="3" rx="1.5"/>`}</g>`);
    const markers = bars.length && !this.bare ? within(this.markers, bars[0].from, bars.at(-1).until) : [];
    const drawn = html`<svg class="bars" aria-hidden="true" @click=${this.#follow}>${shapes}${markers.map((marker) => svg`<line class="mark ${markerLook(marker.type).tone}"
      x1=${this.#place(marker)} x2=${this.#place(marker)} y1="0" y2="100%"/>`)}</svg>`;
    if (this.bare) {
      return drawn;
    }
    return html`<figure class="chart"><figcaption class="unseen">${this.label}</figcaption>
      <div class="tiny quiet num scale" aria-hidden="true"><span>${most ? this.top(most) : ''}</span>
        <span class="row legend">${this.#legend()}</span></div>
      ${markers.length ? this.#marks(markers) : ''}${drawn}
      <div class="tiny quiet num scale" aria-hidden="true"><span>${bars.length ? bucketName(bars[0].from, this.grain) : ''}</span>
        <span>by the ${this.grain}</span><span>${bars.length ? bucketName(bars.at(-1).from, this.grain) : ''}</span></div>
      ${markerList(markers)}
      <details><summary>As a table</summary>${this.#table()}</details></figure>`;
  }

  /** Where in the chart a moment is. @param {{at: string}} marker */
  #place({ at }) {
    const [from, until] = [Date.parse(this.bars[0].from), Date.parse(this.bars.at(-1).until)];
    return `${((Date.parse(at) - from) / (until - from)) * 100}%`;
  }

  /** The heads of the marks, oldest first, each of which leads to what changed. @param {any[]} markers */
  #marks(markers) {
    return html`<svg class="marks" role="group" aria-label="Changes of definitions" @click=${this.#open}>${markers.toReversed().map((marker) => svg`<a class=${markerLook(marker.type).tone}
      href=${markerPath(marker)} aria-label=${plain(marker.sentence)}><svg x=${this.#place(marker)} overflow="visible"><title>${plain(marker.sentence)}</title>
      <rect class="hit" x="-8" y="-2" width="16" height="18"/><path d="M0 2L5 7.5 0 13-5 7.5z"/></svg></a>`)}</svg>`;
  }

  /** @param {MouseEvent} event */
  #open(event) {
    const way = /** @type {Element} */ (event.target).closest('a')?.getAttribute('href');
    if (way && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(way);
    }
  }

  #legend() {
    const names = new Map(this.bars.flatMap(({ parts }) => parts.map(({ name, tone }) => [name, tone])));
    return html`${[...names].map(([name, tone]) => html`<span class="row key"><svg width="8" height="8"><rect class=${tone} width="8" height="8" rx="2"/></svg>${name}</span>`)}
      ${this.none && this.bars.some(({ parts }) => !parts.length) ? html`<span class="row key"><svg width="8" height="8"><rect class="none" x="2.5" y="2.5" width="3" height="3" rx="1.5"/></svg>${this.none}</span>` : ''}`;
  }

  #table() {
    const shown = this.bars.filter(({ parts }) => parts.length);
    const names = shown[0]?.parts.map(({ name }) => name) ?? [];
    return html`<figure-table .caption=${this.label} .rows=${shown} .most=${24} .columns=${[
      { name: this.grain === 'day' ? 'Day (UTC)' : 'Hour', of: (bar) => (bar.href ? html`<a class="figure" href=${bar.href}>${bucketName(bar.from, this.grain)}</a>` : bucketName(bar.from, this.grain)) },
      ...names.map((name, at) => ({ name, num: true, of: (bar) => bar.parts[at].words })),
    ]}></figure-table>`;
  }

  /** @param {Bar} bar */
  #words({ from, parts }) {
    return `${bucketName(from, this.grain)}: ${parts.map(({ name, words }) => `${name} ${words}`).join(', ') || this.none || 'nothing'}`;
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    const at = /** @type {Element} */ (event.target).closest('g.way')?.getAttribute('data-at');
    if (at) {
      go(this.bars[Number(at)].href);
    }
  }
}

customElements.define('bar-chart', BarChart);
