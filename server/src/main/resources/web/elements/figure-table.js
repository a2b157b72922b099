import { html } from 'lit';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';

/** @typedef {{name: string, num?: boolean, of: (row: any) => unknown}} Column the first one names its row */

/** Figures in rows and columns; on a small screen each row is a card that names them. */
class FigureTable extends LightElement {
  static properties = { caption: { type: String }, columns: { attribute: false }, rows: { attribute: false }, most: { type: Number }, whole: { state: true } };

  render() {
    const most = this.most ?? 8;
    const rows = this.whole ? this.rows : this.rows.slice(0, most);
    return html`<table class="figures ${this.columns.length > 2 ? 'many' : ''}" role="table"><caption class="unseen">${this.caption}</caption>
      <thead role="rowgroup"><tr role="row">${this.columns.map(({ name, num }) => html`<th role="columnheader" scope="col" class=${num ? 'num' : ''}>${name}</th>`)}</tr></thead>
      <tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${this.columns.map(({ name, num, of }, at) => (at === 0
        ? html`<th role="rowheader" scope="row">${of(row)}</th>`
        : html`<td role="cell" class=${num ? 'num' : ''} data-name=${name}>${of(row)}</td>`))}</tr>`)}</tbody></table>
      ${this.rows.length > most ? html`<button class="btn flat lean all" @click=${() => (this.whole = !this.whole)}>
        ${this.whole ? 'Show fewer' : `Show all ${plural(this.rows.length, 'row')}`}</button>` : ''}`;
  }
}

customElements.define('figure-table', FigureTable);

/** A number that leads to what it counts; zero leads nowhere. @param {number} count @param {string} href @param {string} [words] */
export const counted = (count, href, words = count.toLocaleString('en')) => (count ? html`<a class="figure" href=${href}>${words}</a>` : html`<span class="quiet">0</span>`);

/** What is not known, which is not zero. @param {string} [why] */
export const unknown = (why = 'nothing on record') => html`<span class="quiet" title=${why}>–<span class="unseen"> ${why}</span></span>`;

/** @param {number} share from 0 to 1 @param {string} [tone] */
export const meter = (share, tone = '') => html`<svg class="meter ${tone}" aria-hidden="true"><rect class="ground" width="100%" height="100%" rx="2"/><rect width="${share * 100}%" height="100%" rx="2"/></svg>`;
