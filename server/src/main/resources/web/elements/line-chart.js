import { html, svg } from 'lit';
import { LightElement } from '../lib/light.js';
import './figure-table.js';

/** How much of the height is used. */
const ROOM = 92;

/**
 * Lines over steps, with levels to be reached; the same figures are in a table below.
 *
 * @typedef {{name: string, tone: string, values: number[], ranges?: (null | [number, number])[]}} Line `ranges` as bars around its points
 * @typedef {{name: string, tone: string, value: number}} Level
 */
class LineChart extends LightElement {
  /** `steps`: names of the points; `parts`: numbers of the steps with which something new begins, and how it is called; no line leads there. */
  static properties = { lines: { attribute: false }, levels: { attribute: false }, steps: { attribute: false }, parts: { attribute: false }, label: { type: String }, words: { attribute: false } };

  render() {
    const { lines, levels, steps } = this;
    const all = [0, ...levels.map(({ value }) => value), ...lines.flatMap(({ values, ranges = [] }) => [...values, ...ranges.flatMap((range) => range ?? [])])];
    const begins = new Set((this.parts ?? []).map(({ at }) => at));
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const y = (value) => `${50 + ROOM / 2 - ((value - least) / (most - least || 1)) * ROOM}%`;
    const x = (at) => `${((at + 0.5) / Math.max(1, steps.length)) * 100}%`;
    return html`<figure class="chart"><figcaption class="unseen">${this.label}</figcaption>
      <div class="tiny quiet num scale" aria-hidden="true"><span>${this.words(most)}</span><span class="row legend">${[...lines, ...levels].map(({ name, tone }) => html`<span class="row key">
        <svg class="lines" width="16" height="8"><line class=${tone} x1="0" x2="16" y1="4" y2="4"/></svg>${name}</span>`)}</span></div>
      <svg class="lines" aria-hidden="true">
        ${(this.parts ?? []).map(({ at }) => (at ? svg`<line class="part" x1=${x(at - 0.5)} x2=${x(at - 0.5)} y1="0" y2="100%"/>` : ''))}
        <line class="ground" x1="0" x2="100%" y1=${y(0)} y2=${y(0)}/>
        ${levels.map(({ tone, value }) => svg`<line class=${tone} x1="0" x2="100%" y1=${y(value)} y2=${y(value)}/>`)}
        ${lines.map(({ tone, values, ranges = [] }) => svg`${ranges.map((range, at) => (range ? svg`<line class="range ${tone}" x1=${x(at)} x2=${x(at)} y1=${y(range[0])} y2=${y(range[1])}/>` : ''))}
          ${values.slice(1).map((value, at) => (begins.has(at + 1) ? '' : svg`<line class=${tone} x1=${x(at)} x2=${x(at + 1)} y1=${y(values[at])} y2=${y(value)}/>`))}
          ${values.map((value, at) => svg`<circle class=${tone} cx=${x(at)} cy=${y(value)} r=${values.length > 60 ? 1 : 2.5}><title>${this.#point(at)}</title></circle>`)}`)}</svg>
      <div class="tiny quiet num scale" aria-hidden="true"><span>${this.words(least)}</span>${(this.parts ?? []).length > 1 ? html`<span>${this.parts.map(({ name }) => name).join(', then ')}</span>` : ''}<span>${steps.at(-1) ?? ''}</span></div>
      <details><summary>As a table</summary>${this.#table()}</details></figure>`;
  }

  /** @param {number} at */
  #point(at) {
    return `${this.steps[at]}: ${this.lines.map(({ name, values }) => `${name} ${this.words(values[at])}`).join(', ')}`;
  }

  #table() {
    return html`<figure-table .caption=${this.label} .most=${24} .rows=${this.steps.map((name, at) => ({ name, at }))} .columns=${[
      { name: 'After', of: ({ name }) => name },
      ...this.lines.flatMap(({ name, values, ranges }) => [{ name, num: true, of: ({ at }) => this.words(values[at]) },
        ...(ranges ? [{ name: '95 % interval', num: true, of: ({ at }) => (ranges[at] ? `${this.words(ranges[at][0])} to ${this.words(ranges[at][1])}` : html`<span class="quiet">unknown</span>`) }] : [])]),
    ]}></figure-table>`;
  }
}

customElements.define('line-chart', LineChart);
